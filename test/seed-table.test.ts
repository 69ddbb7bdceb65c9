import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openShelf } from "../src/library/scenario-shelf.js";
import { readBlankReplies } from "../src/library/suite/blank-replies.js";
import { planRun } from "../src/runner/plan.js";
import { selectScenarios, selectTargets, suiteOf } from "../src/scenario/select.js";
import { compareWithKnown } from "../src/verdict/baseline.js";
import { buildMatrix } from "../src/verdict/matrix/matrix.js";
import type { FindingCount, Verdict } from "../src/verdict/verdict.js";
import { readHar } from "../src/wire/har/har.js";
import { transportOf } from "../src/wire/transport/faces.js";
import { seedCells } from "./samples/seed-comparison.js";
import { clientDifferences, type ReplayLane, replayed, replayLanes } from "./support/replay.js";
import { catalog, fixturesFolder, root, scenarios } from "./support/repository.js";

const suite = suiteOf(catalog, "seed");
const targets = selectTargets(catalog, { suite: suite.name });
const seedScenarios = selectScenarios(scenarios, { catalog, suite: suite.name });
const { cases } = planRun({ scenarios: seedScenarios, targets, trials: 1 });

/** One column of the comparison stands for one wire API: "the Bedrock column is converse-stream". */
const apiOf = { openrouter: "chat-completions", bedrock: "converse-stream" };

async function seedMatrix(lane: ReplayLane) {
  const { transcripts, verdicts, leftovers } = await replayed(cases, { fixtures: fixturesFolder, lane });
  const matrix = buildMatrix({
    verdicts,
    transcripts,
    suite,
    models: catalog.models,
    targets,
    scenarios: seedScenarios,
    known: compareWithKnown(verdicts, [], "2026-02-10"),
    generatedFrom: { mode: "replay", command: "test", date: null, versions: {} },
  });
  return { matrix, leftovers, differences: clientDifferences({ transcripts }) };
}

describe.each(replayLanes)("the comparison of 2026-02-10, replayed with client %s", (lane) => {
  const replay = seedMatrix(lane);

  test.each(seedCells)("$model $scenario on $provider is $observed, as it says: $words", async (cell) => {
    const { matrix } = await replay;
    const found = matrix.verdicts.filter((verdict) => isAt(verdict, cell));
    expect(found.map((verdict) => ({ observed: verdict.observed, why: whyOf(verdict) }))).toEqual([
      { observed: cell.observed, why: cell.why },
    ]);
  });

  test("shows no cell that the table does not have", async () => {
    expect((await replay).matrix.verdicts).toHaveLength(seedCells.length);
  });

  test("uses every recording, and both clients read the same", async () => {
    const { leftovers, differences } = await replay;
    expect({ leftovers, differences }).toEqual({ leftovers: [], differences: [] });
  });

  test("claims nothing, since one authored trial can carry no claim", async () => {
    const { matrix } = await replay;
    expect(matrix.authored).toBe(true);
    expect(matrix.verdicts.filter(({ claim }) => claim !== null)).toEqual([]);
  });
});

test("the reply that the comparison quotes in full is in the fixture, character for character", async () => {
  const { verdicts } = await replayed(cases, { fixtures: fixturesFolder, lane: "http" });
  const quoted = verdicts.find(
    ({ cell }) => cell.target === "kimi-k2.5/openrouter/chat-completions" && cell.scenario === "response-after-tool",
  );
  expect(quoted?.sampleText).toBe(
    "The current weather in San Francisco is:\n- Temperature: 65°F\n- Conditions: Sunny\n- Humidity: 55%",
  );
});

test("every shipped fixture says that it is authored after the comparison, and names no recording date", () => {
  const files = readdirSync(fixturesFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".har"),
  );
  const metas = files.map((name) => readHar(readFileSync(join(fixturesFolder, name), "utf8"), name).meta);
  expect(metas.length).toBe(39);
  for (const { source, after, recordedAt } of metas) {
    expect({ source, after, recordedAt }).toEqual({
      source: "authored",
      after: "OpenRouter vs AWS Bedrock API Comparison, 2026-02-10",
      recordedAt: null,
    });
  }
});

/** `payloads: [], output_tokens: 0` fits four streams. Each has its own finding, and none has another's. */
const blankReplies: { readonly [name: string]: readonly string[] } = {
  "silent-model": ["empty-reply (silent)"],
  truncated: ["truncated (before-content)"],
  "reasoning-only": ["reasoning-only"],
  "metadata-absent": ["empty-reply (tokens-unknown)", "metadata-missing", "usage-missing"],
};

describe("the four streams behind one blank reply are told apart", () => {
  const { signal } = new AbortController();
  const found = openShelf(join(root, "scenarios"), suite.scenarioTags).then((shelf) => {
    const choice = { catalog, suite, scenarios, shelf, targets, known: [] };
    return readBlankReplies(fixturesFolder, choice, { makeTransport: transportOf, signal });
  });

  test.each(Object.entries(blankReplies))("%s is %j", async (name, findings) => {
    const reply = (await found).find((one) => one.name === name);
    expect(reply?.verdict.observed).toBe("bad");
    expect(reply?.verdict.findings.map(named)).toEqual(findings);
  });

  test("there are four of them", async () => {
    expect((await found).map(({ name }) => name).sort()).toEqual(Object.keys(blankReplies).sort());
  });
});

function isAt({ cell }: Verdict, { model, scenario, provider }: (typeof seedCells)[number]): boolean {
  const { provider: by, api } = cell;
  return cell.model === model && cell.scenario === scenario && by === provider && api === apiOf[provider];
}

function whyOf({ findings, reason }: Verdict): string | null {
  const bad = findings.filter(({ severity }) => severity === "bad").map(named);
  return bad.length === 0 ? reason : bad.join(", ");
}

function named({ id, cause }: FindingCount): string {
  return cause === null ? id : `${id} (${cause})`;
}
