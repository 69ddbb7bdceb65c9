import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { readHar } from "../src/wire/har/har.js";
import { runCommand } from "./support/command.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const targets = [
  "kimi-k2.5/openrouter/chat-completions-stream",
  "bedrock/converse-stream:moonshotai.kimi-k2.5@eu-west-1",
];
const asked = [
  ...targets.flatMap((id) => ["--target", id]),
  "--scenario",
  "response-after-tool",
  "--scenario",
  "tool-call",
];
const listed = /replay them with: llm-parity (run .+)\n/;

type Cell = { readonly target: string; readonly scenario: string; readonly requestIds: readonly string[] };
type Shown = { readonly cells: readonly Cell[] };

/** What a replay must find again: everything but where the bytes come from. */
function seen({ cells }: Shown): readonly unknown[] {
  return cells.map(({ target, scenario, ...cell }) => {
    const { observed, trials, findings, requestIds } = { ...cell } as unknown as { [name: string]: unknown };
    const { attempted, eligible, ok, bad } = trials as { [name: string]: unknown };
    return { target, scenario, observed, counts: [attempted, eligible, ok, bad], findings, requestIds };
  });
}

describe("report --har", () => {
  let folder: WorkFolder;
  let url = "";
  let printed: Shown;
  const run = (words: readonly string[]) => runCommand(words, { cwd: folder.path });

  beforeAll(async () => {
    folder = workFolder();
    ({ url } = await serveProfile("kimi"));
    const made = await run(["run", "--simulator", url, ...asked, "--trials", "2", "--no-reports", "--json"]);
    printed = JSON.parse(made.stdout);
  });

  test("writes one fixture a case into the run's folder, and names the command that replays them", async () => {
    const { stderr } = await run(["report", "last", "--har", "--no-reports", "--json"]);
    const [id = ""] = readdirSync(`${folder.path}/runs`);
    expect(stderr).toContain(`exchanges: 4 fixtures in runs/${id}/exchanges\n`);
    const command = listed.exec(stderr)?.[1]?.split(" ") ?? [];
    const replayed = await run([...command, "--no-reports", "--json"]);
    expect(seen(JSON.parse(replayed.stdout))).toEqual(seen(printed));
    expect(printed.cells).toHaveLength(4);
  });

  test("writes into the folder that is named; simulated bytes are authored, each trial with its exchanges", async () => {
    const { stderr } = await run(["report", "last", "--har", "kept", "--no-reports"]);
    expect(stderr).toContain("exchanges: 4 fixtures in kept\n");
    const file = "kept/bedrock/converse-stream/kimi-k2.5/response-after-tool@eu-west-1.har";
    const { meta, entries } = readHar(folder.read(file), file);
    expect(meta).toMatchObject({
      source: "authored",
      after: "the simulator of llm-parity",
      recordedAt: null,
      scenario: "response-after-tool",
      scenarioVersion: 1,
      region: "eu-west-1",
    });
    expect(entries.map(({ trial, step, attempt }) => [trial, step, attempt])).toEqual([
      [1, "answer", 1],
      [2, "answer", 1],
    ]);
    expect((await run(["validate", file])).code).toBe(0);
  });

  test("says that prompts which were varied cannot be replayed", async () => {
    await run(["run", "--simulator", url, ...asked, "--nonce", "--no-reports"]);
    const { stderr } = await run(["report", "last", "--har", "--no-reports"]);
    expect(stderr).toContain("they are evidence only: with --nonce every prompt was another");
    expect(stderr).not.toMatch(listed);
  });
});
