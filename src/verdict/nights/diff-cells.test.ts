import { expect, test } from "vitest";
import { type LineChange, ranked, summaryLine } from "../../../test/samples/summary-lines.js";
import { diffCells } from "./diff-cells.js";
import { sideCells } from "./side-cells.js";

const side = (...changes: readonly LineChange[]) => sideCells(changes.map(summaryLine));
const trials = (scenario: string, bad: number, change: LineChange = {}): LineChange => ({
  scenario,
  trials: { bad, ...change.trials },
  ...change,
});

function states(before: readonly LineChange[], after: readonly LineChange[]) {
  return diffCells(side(...before), side(...after)).map(({ cell, state }) => [cell.split("/").at(-1), state]);
}

test("each cell is worse, better, within chance or as before; new, gone and not measured are apart", () => {
  const blocked = { trials: { eligible: 0, bad: 0 }, reason: "throttled" };
  const before = [trials("a", 0), trials("b", 12), trials("c", 0), trials("d", 3), trials("e", 0), trials("f", 0)];
  const after = [
    trials("a", 12),
    trials("b", 0),
    trials("c", 1),
    trials("d", 3),
    { scenario: "e", ...blocked },
    trials("g", 0),
  ];
  expect(states(before, after)).toEqual([
    ["a", "worse"],
    ["b", "better"],
    ["c", "within-chance"],
    ["d", "same"],
    ["e", "not-measured"],
    ["g", "new"],
    ["f", "gone"],
  ]);
});

test("what is beyond chance in one cell is within it among many", () => {
  // Fisher's exact test of 0 and 6 of 12 gives p = .0137: below .05 alone, above it among forty.
  const many = Array.from({ length: 39 }, (_, at) => trials(`s${at}`, 0));
  expect(states([trials("a", 0)], [trials("a", 6)])).toEqual([["a", "worse"]]);
  expect(states([trials("a", 0), ...many], [trials("a", 6), ...many])[0]).toEqual(["a", "within-chance"]);
});

test("counts by other rules are not compared, and what is known beside them is", () => {
  const [cell] = diffCells(
    side(trials("a", 0)),
    side(trials("a", 12, { rules: "rules-2", replies: { models: ranked("kimi-2") } })),
  );
  expect(cell).toMatchObject({
    state: "other-rules",
    p: null,
    request: "equal",
    theirs: [{ what: "model", before: ["kimi"], after: ["kimi-2"] }],
  });
});

test("the nights of a baseline are pooled: their trials, findings and all that they were asked with", () => {
  const found: LineChange["findings"] = [
    { id: "empty-reply", cause: null, severity: "bad", n: 1, checks: ["reply/not-empty"] },
  ];
  const nights = side(
    { trials: { bad: 1 }, findings: found },
    { trials: { bad: 2 }, findings: found, opening: { requests: ranked("0ld") } },
  );
  expect([...nights.values()]).toMatchObject([
    {
      eligible: 24,
      bad: 3,
      findings: [{ id: "empty-reply", n: 2 }],
      setting: { bodies: ["0ld", "b0d1"], models: ["kimi"], tokens: [{ upstream: null, inputTokens: [100] }] },
    },
  ]);
  const [cell] = diffCells(nights, side({ trials: { bad: 12 } }));
  expect(cell).toMatchObject({ state: "worse", before: { eligible: 24, bad: 3 }, after: { eligible: 12, bad: 12 } });
});

test("a changed count of tokens of equal bytes stands beside an unchanged rate", () => {
  const opening = { tokensByUpstream: [{ upstream: null, inputTokens: ranked(107) }] };
  expect(diffCells(side({}), side({ opening }))).toMatchObject([
    { state: "same", request: "equal", theirs: [{ what: "input tokens", before: ["100"], after: ["107"] }] },
  ]);
});
