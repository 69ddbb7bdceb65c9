import { describe, expect, test } from "vitest";
import { asked, bedrock, build, one, openrouter } from "../../test/samples/matrices.js";
import { capabilities, recorded, reply, text, usage } from "../../test/samples/transcripts.js";
import type { Provenance, Transcript } from "../transcript/transcript.js";
import { compareWithKnown } from "../verdict/baseline.js";
import { judgeCell } from "../verdict/judge-cell.js";
import { explainCell } from "./cell/explain.js";
import { showTrial } from "./cell/show-trial.js";
import { cellText } from "./cell-text.js";
import { inconclusiveText } from "./further-text.js";
import { failingSection } from "./markdown/failing-cells.js";
import { pageOf } from "./markdown/page.js";
import { provenanceSection } from "./markdown/provenance.js";
import { recommendationsSection } from "./markdown/recommendations.js";
import { rootCauseSection } from "./markdown/root-cause.js";
import { summarySection } from "./markdown/summary.js";
import { originHead, originLine } from "./origin.js";

const empty = reply([], { usage: usage(0) });
const from = (source: Provenance["source"], { identity = bedrock, answer = empty } = {}): Transcript => ({
  ...one(identity, answer),
  provenance: { ...recorded, source },
});
const times = (n: number, transcript: Transcript) =>
  Array.from({ length: n }, (_, at) => ({ ...transcript, trial: at + 1 }));
const judged = (transcripts: readonly Transcript[]) => judgeCell(transcripts, asked, { capabilities });

test.each([
  ["services", ["live", "recorded"], null],
  ["authors", ["authored", "authored"], "AUTHORED: no vendor traffic."],
  ["a simulator", ["simulated", "simulated"], "SIMULATED: no vendor traffic."],
  ["a service and an author", ["recorded", "authored"], "PARTLY AUTHORED: "],
] as const)(
  "a matrix whose replies come from %s says so in a sentence and in its head",
  (_title, [left, right], words) => {
    const matrix = build([from(left, { identity: openrouter, answer: reply([text("It is 42.")]) }), from(right)]);
    expect(originLine(matrix)?.startsWith(words ?? "-") ?? null).toBe(words === null ? null : true);
    expect(originHead(matrix)[0]?.startsWith(`> **${words?.split(":")[0]}`) ?? null).toBe(words === null ? null : true);
  },
);

test("a simulator's trials are judged as a service's are, and what they claim is marked wherever it stands", () => {
  const trials = times(5, from("simulated"));
  const cell = judged(trials);
  expect(cell.claim).toBe(judged(times(5, from("live"))).claim);
  expect(cellText(cell)).toMatch(/^❌ \(simulated\) 0\/5 empty-reply/);
  const explained = explainCell({ verdict: cell, attribution: null, transcripts: trials, file: null, exchanges: [] });
  expect(explained.split("\n")[1]).toMatch(/^SIMULATED: /);
  expect(explained).toContain("  claim: fails (simulated), since the lower 95 % bound");
  expect(trials.map(showTrial).every((shown) => /^SIMULATED: /m.test(shown))).toBe(true);
  const [message] = compareWithKnown([cell], [], "2026-11-28").messages;
  expect(message).toContain("fails by claim (simulated), 0 of 5 ok");
});

test("authored trials are observations however many they are", () => {
  expect(cellText(judged(times(5, from("authored"))))).toMatch(/^✗ 0\/5/);
});

test("an inconclusive cell is no claim, and says how many more trials it needs", () => {
  const cell = judged(times(3, from("live")));
  expect(cell).toMatchObject({ claim: "inconclusive", further: { expected: 3, most: 197 } });
  expect(cellText(cell)).toMatch(/^✗ 0\/3/);
  const matrix = { ...build([from("live")]), verdicts: [cell] };
  expect(
    summarySection(
      pageOf({ matrix, blankReplies: [], known: [], cellCommands: [] }, { recordings: null, html: null, json: null }),
    ),
  ).toContain(
    "1 cell: 1 failing. No claims are made. 1 cell is bad in all 3 trials, too few to claim that it fails: about 3 more trials each at these failure rates, at most 197 more, with --trials auto.",
  );
  expect(inconclusiveText([judged(times(5, from("live")))])).toBe(null);
});

test("only the cells with a claim are counted as such", () => {
  const verdicts = [judged(times(5, from("live"))), judged(times(3, from("live"))), judged(times(1, from("live")))];
  const matrix = { ...build([from("live")]), verdicts };
  expect(
    summarySection(
      pageOf({ matrix, blankReplies: [], known: [], cellCommands: [] }, { recordings: null, html: null, json: null }),
    ),
  ).toContain("3 cells: 3 failing. 1 cell carries a claim. 1 cell is");
});

const nowhere = { recordings: null, html: null, json: null };

describe.each([
  ["live", true, ""],
  ["recorded", true, ""],
  ["authored", false, " (authored)"],
  ["simulated", false, " (simulated)"],
] as const)("the page of %s bytes", (source, isVendors, mark) => {
  const withId = (transcript: Transcript): Transcript => ({
    ...transcript,
    turns: transcript.turns.map((turn) => ({
      ...turn,
      reply: { ...turn.reply, requestId: "id-of-reply", upstream: "Someone" },
      attempts: turn.attempts.map((attempt) => ({ ...attempt, requestId: "id-of-reply" })),
    })),
  });
  const identity = { ...bedrock, region: "us-west-7" };
  const trials = times(3, withId(from(source, { identity })));
  const matrix = { ...build(trials) };
  const page = pageOf({ matrix, blankReplies: [], known: [], cellCommands: [] }, nowhere);

  test(`${isVendors ? "has" : "never has"} request ids, a region and an upstream`, () => {
    const text = [failingSection(page), provenanceSection(page)].join("\n");
    expect([text.includes("id-of-reply"), text.includes("us-west-7"), text.includes("Someone")]).toEqual([
      isVendors,
      isVendors,
      isVendors,
    ]);
  });

  test("marks what it says of a hypothesis", () => {
    const states = rootCauseSection(page).match(/\| (supported|contradicted)[^|]*/g) ?? [];
    expect(states.length).toBeGreaterThan(0);
    expect(states.every((state) => state.trim().endsWith(`ed${mark}`))).toBe(true);
  });

  test(`${isVendors ? "has" : "never has"} a recommendation`, () => {
    expect(recommendationsSection(page).includes("- Blank reply")).toBe(isVendors);
  });
});
