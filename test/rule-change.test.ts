import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { rejudge } from "../src/cli/nights/rejudge.js";
import { askSuite, startSimulator } from "../src/index.js";
import { judgeShipped } from "../src/library/editions/judge-shipped.js";
import { presentEdition } from "../src/library/editions/read-editions.js";
import { readRun } from "../src/runner/store/read-run.js";
import { packageFile } from "../src/source/package-root.js";
import { type Check, note } from "../src/verdict/checks/check.js";
import { checks } from "../src/verdict/checks/registry.js";
import { flipsOf } from "../src/verdict/editions/flips.js";
import { runCommand } from "./support/command.js";
import { workFolder } from "./support/work-folder.js";

const files = {
  scenarios: packageFile("scenarios"),
  models: packageFile("scenarios/models.yaml"),
  known: packageFile("scenarios/known.yaml"),
  fixtures: packageFile("fixtures"),
};
const folder = workFolder();
const runs = join(folder.path, "runs");
const edition = presentEdition().edition;

/** A simulated run of two scenarios, whose summary is written by the rules of today. */
beforeAll(async () => {
  const simulator = await startSimulator({ profile: "default" });
  const target = ["kimi-k2.5/bedrock/converse", "kimi-k2.5/openrouter/chat-completions"];
  await askSuite({
    suite: "full",
    target,
    scenario: ["tool-call", "basic-chat"],
    trials: 2,
    runs,
    simulator: simulator.url,
  });
  await simulator.close();
  expect((await runCommand(["rejudge", "last"], { cwd: folder.path })).code).toBe(0);
}, 120_000);

/** Runs `body` while a check says something else of whole replies. */
async function withRule<Result>(id: string, run: Check["run"], body: () => Promise<Result>): Promise<Result> {
  const check = checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  const { run: before } = check;
  Object.assign(check, { run });
  try {
    return await body();
  } finally {
    Object.assign(check, { run: before });
  }
}

/** The page that `rejudge --since` writes. */
async function pageOf(name: string, names: readonly string[] = []): Promise<string> {
  const page = join(folder.path, name);
  const places = { ...files, typed: files, runs };
  expect(await rejudge(names, { ...places, since: edition, page })).toBe(0);
  return readFileSync(page, "utf8");
}

/** What the changed rule says: a note on every reply of more than 60 characters. */
const longReply: Check["run"] = ({ turn }) => {
  const sizes = turn.reply.parts.map((part) => (part.kind === "text" ? part.text.length : 0));
  return sizes.some((size) => size > 60) ? [note("usage-missing", null, "a long text")] : [];
};

/** The cells of trials whose replies have such a text, by their transcripts alone. */
function cellsWithLongReply(): readonly string[] {
  const path = join(runs, readdirSync(runs)[0] ?? "");
  const long = readRun(path).transcripts.filter(({ turns }) =>
    turns.some(({ reply }) => reply.parts.some((part) => part.kind === "text" && part.text.length > 60)),
  );
  return [...new Set(long.map(({ cell }) => `${cell.target}/${cell.scenario}`))];
}

test("nothing flips while no rule has changed", async () => {
  expect(await pageOf("same.md")).toContain(`# No verdict flips since edition ${edition}\n`);
});

test("a changed rule lists exactly the verdicts that it flips, of shipped recordings and of a simulated run", async () => {
  const [before, run] = [await judgeShipped(), cellsWithLongReply()];
  const [text, after] = await withRule("usage/reported", longReply, async () => [
    await pageOf("flips.md"),
    await judgeShipped(),
  ]);
  const shipped = after.filter(({ cell, findings }) => {
    const counts = (list: typeof findings) => list.filter(({ checks: by }) => by.includes("usage/reported")).length;
    return counts(findings) !== counts(before.find((one) => one.cell === cell)?.findings ?? []);
  });
  const listed = [...text.matchAll(/^\| ([^|]+) \| ([^|]+) \|/gm)].filter(
    ([, where]) => !/^(in|---)$/.test(where ?? ""),
  );
  const cellsIn = (recordings: boolean) =>
    listed
      .filter(([, where]) => (where === "shipped recordings") === recordings)
      .map(([, , cell]) => cell?.replaceAll("\\", ""));
  expect(cellsIn(true)).toEqual(shipped.map(({ cell }) => cell));
  expect(cellsIn(false).sort()).toEqual([...run].sort());
  expect(run.length + shipped.length).toBeGreaterThan(0);
  expect(text).toContain("## `usage/reported`");
});

test("a rule that makes trials bad shows the verdict before and after, as a page without a script too", async () => {
  const fails: Check["run"] = () => [{ ...note("wrong-answer", null, "changed"), severity: "bad" }];
  const html = await withRule("expect/says", fails, () => pageOf("flips.html", ["last"]));
  expect(html).toContain("ok 0 of 2 bad, claim inconclusive → bad 2 of 2 bad, claim inconclusive");
  expect(html).toContain("<h2>expect/says</h2>");
  expect(html).not.toContain("<script");
});

test("the stored verdicts stay as they were", () => {
  expect(readFileSync(join(runs, readdirSync(runs)[0] ?? "", "summary.jsonl"), "utf8")).not.toContain("wrong-answer");
});

test("a cell that came, went or counts otherwise is a flip", () => {
  const one = { cell: "a", observed: "ok" as const, claim: null, eligible: 2, bad: 0, findings: [] };
  const flips = flipsOf({
    where: "r",
    before: [one, { ...one, cell: "b" }],
    after: [
      { ...one, eligible: 1 },
      { ...one, cell: "c" },
    ],
  });
  expect(flips.map(({ cell, was, is }) => [cell, was?.eligible ?? null, is?.eligible ?? null])).toEqual([
    ["a", 2, 1],
    ["c", null, 2],
    ["b", 2, null],
  ]);
});

test.each([
  [["rejudge", "--since", "2026-10"], 'there is no edition "2026-10"'],
  [["rejudge", "last", "--page", "p.md"], "--page needs --since"],
  [["rejudge"], "name runs or nights to judge again"],
])("%j is refused with its reason", async (words, reason) => {
  const { code, stderr } = await runCommand(words, { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) });
});
