import { createServer } from "node:http";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { atEnd } from "./support/at-end.js";
import { runCommand } from "./support/command.js";
import { listen } from "./support/listen.js";
import { bareEnvironment } from "./support/program.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** `--notify` of the commands that gate a night, with a web hook on loopback. */
const secretPath = "/services/T0/B0/not-a-real-hook";
const today = new Date().toISOString().slice(0, 10);

let simulator: string;
let folder: WorkFolder;
let hook: { readonly url: string; readonly messages: { [member: string]: unknown }[]; status: number };

beforeAll(async () => {
  ({ url: simulator } = await serveProfile("default"));
});

beforeEach(async () => {
  folder = workFolder();
  const messages: { [member: string]: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    messages.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(hook.status).end();
  });
  hook = { url: `http://127.0.0.1:${await listen(server)}${secretPath}`, messages, status: 200 };
  atEnd(() => server.close());
});

function program(words: readonly string[], url: string | null = hook.url) {
  const env = { ...bareEnvironment(folder.path), ...(url === null ? {} : { LLM_PARITY_NOTIFY_URL: url }) };
  return runCommand(words, { cwd: folder.path, env });
}

const night = (...words: readonly string[]) => [
  ...["run", "--simulator", simulator, "--suite", "current", "--model", "kimi-k2.5", "--api", "converse"],
  ...["--scenario", "basic-chat", ...words],
];

describe("run --gate --notify", () => {
  test("sends one message of its night, and gate --notify no second one", async () => {
    const { code, stderr } = await program(night("--gate", "cheap", "--notify"));
    expect(code).toBe(0);
    expect(stderr).toContain(`night ${today}: learning: there is no baseline to compare with yet`);
    expect(hook.messages).toMatchObject([
      { schemaVersion: 1, night: today, exitCode: 0, counts: { learning: 1, compared: 0 }, link: null },
    ]);
    expect(JSON.stringify(hook.messages)).not.toContain("kimi");
    const again = await program(["gate", "--notify"]);
    expect([again.code, again.stderr]).toEqual([
      0,
      `the message of the night ${today} was sent before, says history/notified.jsonl; not sent again\n`,
    ]);
    expect(hook.messages).toHaveLength(1);
  });

  test("says that nothing was measured where the run cannot begin, and keeps its exit code", async () => {
    folder.copy("scenarios");
    folder.write("scenarios/models.yaml", "models: [");
    const words = night("--gate", "--notify");
    const silent = await program(night("--gate"));
    const told = await program(words);
    expect(told.code).toBe(silent.code);
    expect(told.code).not.toBe(0);
    expect(hook.messages).toMatchObject([
      { night: today, exitCode: 4, counts: null, headline: "nothing was measured" },
    ]);
  });

  test("sends nothing for a plan", async () => {
    expect((await program(night("--gate", "--notify", "--plan"))).code).toBe(0);
    expect(hook.messages).toEqual([]);
  });

  test.each([
    ["without --gate", ["--notify"], "--notify has no effect: this run is not a night"],
    ["in a shard", ["--gate", "--notify", "--shard", "1/2"], "--notify has no effect: a shard is a part of its night"],
  ])("is refused %s", async (_, words, says) => {
    const { code, stderr } = await program(night(...words));
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
    expect(hook.messages).toEqual([]);
  });
});

describe("gate --notify", () => {
  test("says that nothing was measured of a night that is not there, once", async () => {
    for (const _ of [1, 2]) {
      const { code, stderr } = await program(["gate", "2026-11-28", "--notify"]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("history has no night 2026-11-28")]);
    }
    expect(hook.messages).toMatchObject([{ night: "2026-11-28", counts: null, headline: "nothing was measured" }]);
  });

  test("remembers in the folder that is named, and leaves --json alone on the output", async () => {
    await program(night("--gate", "cheap", "--history", "nights"), null);
    const { code, stdout } = await program(["gate", "--history", "nights", "--json", "--notify"]);
    expect([code, JSON.parse(stdout).night]).toEqual([0, today]);
    expect(JSON.parse(folder.read("nights/notified.jsonl"))).toMatchObject({ night: today });
    expect(hook.messages).toHaveLength(1);
  });

  test("a message that cannot be sent is said without the address; the exit code is the gate's, and the next try sends it", async () => {
    await program(night("--gate", "cheap"), null);
    hook.status = 500;
    const refused = await program(["gate", "--notify"]);
    expect([refused.code, refused.stderr]).toEqual([0, expect.stringContaining("answered with status 500")]);
    expect(refused.stderr).not.toContain(secretPath);
    const unset = await program(["gate", "--notify"], null);
    expect([unset.code, unset.stderr]).toEqual([0, expect.stringContaining("LLM_PARITY_NOTIFY_URL is not set")]);
    const wrong = await program(["gate", "--notify"], "http://example.com/hook");
    expect([wrong.code, wrong.stderr]).toEqual([0, expect.stringContaining("without encryption")]);
    hook.status = 200;
    expect((await program(["gate", "--notify"])).stderr).toContain(`sent to 127.0.0.1`);
    expect(hook.messages).toHaveLength(2);
  });

  test("is refused where no night is gated, and a night that is written wrong sends nothing", async () => {
    expect((await program(["gate", "--notify", "--week"])).code).toBe(2);
    expect((await program(["gate", "--notify", "--backtest", "60"])).code).toBe(2);
    expect((await program(["gate", "yesterday", "--notify"])).code).toBe(2);
    expect(hook.messages).toEqual([]);
  });
});
