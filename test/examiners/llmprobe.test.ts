import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clientsFolder, clientsTitle, hasClients } from "../support/clients-folder.js";
import { isOneNode, oneNodeTitle } from "../support/one-node.js";
import { startProcess } from "../support/program.js";
import { workFolder } from "../support/work-folder.js";
import { models, serveModels } from "./served-models.js";
import { documentedUnmet, type Unmet, unmetOver } from "./unmet.js";

// llmprobe asks the router's doors for what each API promises. It also grades the model, which is the simulator here: what it says
// about that is left out.

/** What is demanded and does not hold, and why. */
const unmet: readonly Unmet[] = [
  {
    ...{ name: "chat-logprobs-not-ignored", over: ["converse", "messages"] },
    why: "these services have no log probabilities; `x-llm-parity-warnings` says that none were asked for",
  },
  {
    ...{ name: "chat-stop-string-status", over: ["responses"] },
    why: "the Responses API has no stop sequences: the request is refused by its path",
  },
  {
    ...{ name: "count-tokens-status", over: ["chat", "converse", "responses"] },
    why: "these services do not count (on Converse: Kimi's), and the router estimates nothing: 404",
  },
  {
    ...{ name: "messages-stop-echo-status", over: ["responses"] },
    why: "the Responses API has no stop sequences: the request is refused by its path",
  },
];

describe.skipIf(!hasClients || !isOneNode)(clientsTitle(oneNodeTitle("llmprobe")), () => {
  test.each(models)("finds nothing missing over %s, but for what the documents name", async (model) => {
    const results = await probe(await serveModels(), model);
    const probed = new Set(results.filter(({ outcome }) => outcome === "pass").map(({ surface }) => surface));
    expect([...probed].filter((surface) => surface !== "count-tokens").sort()).toEqual(surfaces);
    const failures = results
      .flatMap((result) => result.failures)
      .filter(({ severity }) => severity === "MUST")
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const known = unmetOver(unmet, model);
    expect(failures.filter(({ id }) => !known.includes(id))).toEqual([]);
    expect(failures.map(({ id }) => id)).toEqual(known);
  });
});

test("the documents name what does not hold, and why", () => {
  expect(documentedUnmet("llmprobe")).toEqual(unmet);
});

const surfaces = ["chat", "messages", "models", "responses"];

type Result = {
  readonly surface: string;
  readonly outcome: string;
  readonly failures: readonly { readonly id: string; readonly severity: string; readonly message: string }[];
};

/** Runs llmprobe, in a home of its own, without its measurements of speed; it keeps and sends nothing. */
async function probe(url: string, model: string): Promise<readonly Result[]> {
  const folder = workFolder();
  const main = join(clientsFolder, "node_modules/llmprobe/bin/dist/llmprobe.mjs");
  const args = [main, `${url}/v1`, "-k", "unused", "-m", model, "--no-save", "--no-bench", "--save", "report.json"];
  const { ended } = startProcess(process.execPath, args, { cwd: folder.path, env: { HOME: folder.path } });
  const { stdout, stderr } = await ended;
  if (!("report.json" in folder.contents())) throw new Error(`llmprobe wrote no report: ${stdout}${stderr}`);
  return JSON.parse(folder.read("report.json")).conformance.results;
}
