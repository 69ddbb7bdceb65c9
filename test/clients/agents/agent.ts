import { join } from "node:path";
import { agentsFolder } from "../../support/agents-folder.js";
import { type Ended, startProcess } from "../../support/program.js";
import { rawServer } from "../../support/raw-server.js";
import { workFolder } from "../../support/work-folder.js";
import type { RowName } from "./rows.js";

/** The file that an agent reads with its own tool, and what is in it. */
export const note = { file: "note.txt", text: "18 degrees and dry" } as const;

/** What a person has seen at the end. */
export type Heard = {
  /** The exit code of the agent's process. */
  readonly code: number;
  /** The agent's last words; null: none. */
  readonly text: string | null;
  /** The error that it shows; null: none. */
  readonly error: string | null;
};

/** What must be seen of a row: `error` is a part of the message, and `requests` how often services are asked. */
export type Expected = Heard & { readonly requests: number };

/** The whole answer, after so many requests. */
export const answered = (requests: number): Expected => ({
  code: 0,
  text: "The weather is fine.",
  error: null,
  requests,
});

/** An error in place of an answer. */
export const failed = (error: string, requests: number): Expected => ({ code: 1, text: null, error, requests });

/** An agent that others wrote, which is a program of its own. */
export type Agent = {
  readonly name: string;
  /** Its package in `test/clients/agents/package.json`. */
  readonly package: string;
  /** The file of the package that Node runs. */
  readonly file: string;
  /** The call by which it reads the file at a path: the name of its own tool, and the arguments. */
  readonly reads: (path: string) => { readonly name: string; readonly input: object };
  /** How it is started, as its documentation says: settings and arguments for a server, a model and a question. */
  readonly start: (asked: { readonly address: string; readonly model: string; readonly prompt: string }) => {
    readonly args: readonly string[];
    readonly env: { readonly [name: string]: string };
    /** Files below its home. */
    readonly files: { readonly [path: string]: string };
  };
  /** What it says in its output. */
  readonly hear: (stdout: string) => Omit<Heard, "code">;
  /** What it makes of each row, found by hand. */
  readonly makesOf: { readonly [Name in RowName]: Expected };
};

export type Run = Heard & {
  /** What it asked of the world outside, through the proxy of its environment. */
  readonly strayed: readonly string[];
};

/** Runs an agent to its end, in a home of its own that is removed with the test, without any of this process's environment. */
export async function runAgent(
  agent: Agent,
  {
    folder,
    ...asked
  }: { readonly address: string; readonly model: string; readonly prompt: string; readonly folder: string },
): Promise<Run> {
  const { args, env, files } = agent.start(asked);
  const home = workFolder(files);
  const outside = await rawServer(({ socket }) => socket.destroy());
  const { child, ended } = startProcess(
    process.execPath,
    [join(agentsFolder, "node_modules", agent.package, agent.file), ...args],
    {
      cwd: folder,
      env: {
        ...{ PATH: process.env["PATH"] ?? "", HOME: home.path, NO_PROXY: "127.0.0.1" },
        ...{ HTTP_PROXY: outside.url, HTTPS_PROXY: outside.url },
        ...env,
      },
    },
  );
  // Without an end of its input, an agent waits for more of the question.
  child.stdin?.end();
  const { code, stdout, stderr }: Ended = await ended;
  if (code === null) throw new Error(`a signal ended ${agent.name}: ${stderr}`);
  const strayed = outside.connections.map(({ request }) => request.split("\r\n", 1)[0] ?? "");
  return { code, ...agent.hear(stdout), strayed };
}
