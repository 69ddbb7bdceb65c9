import { basename, join } from "node:path";
import type { TwinOrder, TwinRequest } from "../../src/report/evidence/twins/twin.js";
import { twinsOf } from "../../src/report/evidence/twins/twins.js";
import { isOneNode, oneNodeTitle } from "./one-node.js";
import { toolSays } from "./outside-tools.js";
import { bareEnvironment, type Ended, startProcess } from "./program.js";
import { root } from "./repository.js";
import { type WorkFolder, workFolder } from "./work-folder.js";

/** A part of a bundle: the two requests and the scripts that ask them again. */
export type TwinBundle = {
  readonly folder: WorkFolder;
  /** Runs a script to its end, from the repository's root, where the SDKs are installed. `args`: its own. */
  readonly run: (file: string, args: readonly string[], env: { readonly [name: string]: string }) => Promise<Ended>;
};

/** Writes the twins of an order, with these exact bodies. */
export function twinBundle(
  order: TwinOrder,
  bodies: { readonly failing: string | Uint8Array; readonly working?: string | Uint8Array },
): TwinBundle {
  const folder = workFolder({ "requests/failing.json": bodies.failing });
  if (bodies.working !== undefined) folder.write("requests/working.json", bodies.working);
  for (const { path, text } of twinsOf(order).files) folder.write(path, text);
  return {
    folder,
    run: async (file, args, env) => {
      const given = { ...bareEnvironment(folder.path), TMPDIR: folder.path, ...env };
      const script = join(folder.path, "twins", file);
      return startProcess(interpreterOf(file), [script, ...args], { cwd: root, env: given }).ended;
    },
  };
}

/** A request of a Bedrock API at this address. */
export function bedrockRequest(api: TwinRequest["api"], baseUrl: string | null): TwinRequest {
  return {
    ...{ name: "failing", api, baseUrl, region: "us-east-1", modelId: "moonshotai.kimi-k2.5" },
    ...{ auth: "bedrock", signingName: "bedrock", keyVariable: null },
  };
}

/** A request of an OpenAI-compatible provider at this address. */
export function openRequest(api: TwinRequest["api"], baseUrl: string): TwinRequest {
  return {
    ...{ name: "failing", api, baseUrl, region: null, modelId: "moonshotai/kimi-k2.5" },
    ...{ auth: "bearer", signingName: null, keyVariable: "OPENROUTER_API_KEY" },
  };
}

/** An order of one failing request, whose symptom is an empty reply. */
export function orderOf(failing: TwinRequest, rest: Partial<TwinOrder> = {}): TwinOrder {
  return { failing, working: null, symptom: "empty", repeat: 1, demo: null, ...rest };
}

const isThere = (program: string, ...args: readonly string[]) => toolSays(program, args) !== null;

/** What this machine has of the tools that the twins need. A script that is not for Node is run on one version of it. */
export const tools = {
  node: true,
  curl: isOneNode && isThere("curl", "--version") && isThere("dash", "-c", "true"),
  awsCli: isOneNode && isThere("aws", "bedrock-runtime", "converse", "--generate-cli-skeleton"),
  boto3:
    isOneNode && isThere("python3", "-c", "import boto3; boto3.client('bedrock-runtime', 'us-east-1').converse_stream"),
};

/** The title of a suite that needs a tool; says if it is skipped. */
export function toolTitle(title: string, tool: keyof typeof tools): string {
  if (tools[tool]) return title;
  return isOneNode ? `${title} (skipped: no ${tool} that knows Converse)` : oneNodeTitle(title);
}

function interpreterOf(file: string): string {
  const extension = /\.([a-z0-9]+)$/.exec(basename(file))?.[1];
  if (extension === "mjs") return process.execPath;
  return extension === "py" ? "python3" : "dash";
}
