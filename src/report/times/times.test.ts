import { expect, test } from "vitest";
import { model, suite, target } from "../../../test/samples/matrices.js";
import {
  capabilities,
  recorded,
  reply,
  scenario,
  step,
  transcript,
  turn,
  usage,
} from "../../../test/samples/transcripts.js";
import type { ContentPace, Transcript } from "../../transcript/transcript.js";
import { compareWithKnown } from "../../verdict/baseline.js";
import { judgeCell } from "../../verdict/judge-cell.js";
import { buildMatrix } from "../../verdict/matrix/matrix.js";
import { matrixMarkdown } from "../markdown.js";
import { timesBySize } from "./times-by-size.js";

const asked = scenario([step("ask")], { needs: [], tags: ["load"] });

function trial(number: number, tokens: number | null, content: ContentPace | null): Transcript {
  const counted = { ...usage(20), inputTokens: tokens };
  const plain = turn("ask", reply([{ kind: "text", text: "Hi." }], { usage: counted }));
  const [attempt] = plain.attempts;
  if (attempt === undefined) throw new Error("the sample has no attempt");
  return transcript([{ ...plain, attempts: [content === null ? attempt : { ...attempt, content }] }], {
    trial: number,
    provenance: { ...recorded, source: "simulated" },
  });
}

const pace = (firstMs: number, longestGapMs: number | null): ContentPace => ({ firstMs, arrivals: 2, longestGapMs });

const trials = [
  trial(1, 15_800, pace(1_200, 300)),
  trial(2, 16_900, pace(3_450, null)),
  trial(3, 17_000, pace(800, 40)),
  trial(4, 900, pace(90, 12)),
  trial(5, null, pace(5, 5)),
  trial(6, 900, null),
];
const verdict = judgeCell(trials, asked, { capabilities });

test("turns of about one size are together, and one without a count or a time is in none", () => {
  expect(timesBySize(trials, [verdict])).toEqual([
    {
      ...{ target: "kimi-k2.5/bedrock/converse-stream", isSimulated: true, from: 12_000, below: 24_000 },
      ...{ firstMs: [1_200, 3_450, 800], longestGapMs: [300, 40] },
    },
    {
      ...{ target: "kimi-k2.5/bedrock/converse-stream", isSimulated: true, from: 0, below: 1_500 },
      ...{ firstMs: [90], longestGapMs: [12] },
    },
  ]);
});

test("an excluded trial has no times", () => {
  const judged = verdict.judged.map((one) => (one.trial === 4 ? { ...one, outcome: "excluded" as const } : one));
  expect(timesBySize(trials, [{ ...verdict, judged }]).map(({ firstMs }) => firstMs)).toEqual([[1_200, 3_450, 800]]);
});

test("the page has a table for each model, the shortest prompts first, and none where nothing was timed", () => {
  const matrix = buildMatrix({
    ...{ verdicts: [verdict], transcripts: trials, suite: { ...suite, unsupported: [] }, models: [model("kimi-k2.5")] },
    ...{ targets: [target({})], scenarios: [asked], known: compareWithKnown([verdict], [], "2026-11-20") },
    generatedFrom: { mode: "simulator", command: "llm-parity run", date: null, versions: { "llm-parity": "0.1.0" } },
  });
  const bundle = { matrix, blankReplies: [], known: [], cellCommands: [] };
  const page = matrixMarkdown({ ...bundle, sizeTimes: timesBySize(trials, [verdict]) });
  const rows = page.split("\n").filter((line) => line.includes("(simulated) | "));
  expect(rows).toEqual([
    "| bedrock converse-stream (simulated) | below 1.5 k | 1 | 90 ms | 12 ms |",
    "| bedrock converse-stream (simulated) | 12 k to 24 k | 3 | 1.20 s (3.45 s) | 40 ms (300 ms) |",
  ]);
  expect(page).toContain("## Times by size of the prompt\n");
  expect(matrixMarkdown(bundle)).not.toContain("Times by size");
});
