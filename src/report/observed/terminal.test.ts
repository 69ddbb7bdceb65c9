import { expect, test } from "vitest";
import type { ObservedMatrix } from "../../verdict/observed/observed-matrix.js";
import { usualSigns } from "../terminal/signs.js";
import { observedTerminal } from "./terminal.js";

const plainly = (text: string) => text;
const paint = {
  ...{ good: plainly, bad: plainly, warn: plainly },
  ...{ dim: plainly, strong: plainly, plain: plainly },
};
const trials = { attempted: 1, eligible: 1, ok: 1, bad: 0, excluded: {} };
const none = { ...trials, eligible: 0, ok: 0 };
const empty = { id: "empty-reply", cause: "silent", severity: "bad", n: 1 };
const cut = { id: "cut-by-max-tokens", cause: null, severity: "bad", n: 1 };
const places = [{ file: "cassettes/kimi.yaml", interaction: 1 }];
const total = { exchanges: 1, cells: 1, seen: "no text, no call", places };

function cell(members: object) {
  return { observed: "ok", reason: null, trials, findings: [], ...members };
}

const bad = cell({ observed: "bad", trials: { ...trials, ok: 0, bad: 1 }, findings: [empty, cut] });
const blocked = cell({ observed: "blocked", reason: "throttled", trials: { ...none, attempted: 3 } });
const who = { model: "kimi-k2.5", provider: "bedrock", api: "converse", upstream: null, source: "recorded" };

function matrixOf(rows: readonly object[]): ObservedMatrix {
  return {
    ...{ counts: {}, shapes: ["basic-chat", "tool-call", "multi-step"], rows, cells: [], attributions: new Map() },
    findings: [
      { ...cut, severity: "note", ...total },
      { ...empty, ...total },
      { ...cut, ...total },
    ],
  } as unknown as ObservedMatrix;
}

const matrix = matrixOf([
  { ...who, cells: [cell({}), bad, null] },
  { ...who, model: "moonshotai/kimi-k2.5", provider: "openrouter", upstream: "Parasail", cells: [blocked, null, null] },
  { ...who, cells: [cell({}), null, null] },
]);

test("recordings are who answered by the kind of request, with their findings by number", () => {
  expect(observedTerminal(matrix, { screen: { paint, signs: usualSigns, width: 60 }, all: false })).toBe(
    `
who answered                      basic-chat    tool-call
────────────────────────────────────────────────────────────
kimi-k2.5                         ✓ 1/1         ✗ 0/1 [2][3]
  bedrock converse
moonshotai/kimi-k2.5              △ blocked:
  openrouter converse @ Parasail  throttled ×3
1 more row with only ✓; --all shows them.

[1] · cut-by-max-tokens: 1 exchange, 1 cell
    cassettes/kimi.yaml#1: no text, no call
[2] ✗ empty-reply (silent): 1 exchange, 1 cell
    cassettes/kimi.yaml#1: no text, no call
[3] ✗ cut-by-max-tokens: 1 exchange, 1 cell
    cassettes/kimi.yaml#1: no text, no call`.slice(1),
  );
});

test("--all shows every row, and a long list is cut without it", () => {
  const screen = { paint, signs: usualSigns, width: 80 };
  expect(observedTerminal(matrix, { screen, all: true }).match(/^kimi-k2.5/gm)).toHaveLength(2);
  const many = matrixOf(
    Array.from({ length: 130 }, (_, at) => ({ ...who, model: `model-${at}`, cells: [blocked, null, null] })),
  );
  const text = observedTerminal(many, { screen, all: false });
  expect(text.match(/^model-/gm)).toHaveLength(100);
  expect(text).toContain("30 more rows with bad or blocked cells; --all shows them.");
  expect(observedTerminal(many, { screen, all: true }).match(/^model-/gm)).toHaveLength(130);
});

test.each([20, 40, 200])("no line is wider than %i columns, whatever the names", (width) => {
  const long = { ...who, model: "日".repeat(500), upstream: "x".repeat(100_000), cells: [bad, blocked, cell({})] };
  const text = observedTerminal(matrixOf([long]), { screen: { paint, signs: usualSigns, width }, all: false });
  const columns = (line: string) => [...line].reduce((sum, one) => sum + (one === "日" ? 2 : 1), 0);
  expect(text.split("\n").filter((line) => columns(line) > width)).toEqual([]);
});
