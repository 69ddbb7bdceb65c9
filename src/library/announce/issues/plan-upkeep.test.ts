import { expect, test } from "vitest";
import { gateResult, regressedCell } from "../../../../test/support/gate-results.js";
import { readMarker } from "../../../report/nights/case-marker.js";
import type { ToldCell, ToldGate } from "../../../verdict/regression/gate-result-schema.js";
import { subjectsOf } from "./case-subjects.js";
import { type Issue, planUpkeep, type Upkeep } from "./plan-upkeep.js";

const cell = "kimi-k2.5/bedrock/converse@us-west-2/order-status";
const other = "kimi-k2.5/openrouter/chat-completions/order-status";

type Run = { readonly run?: number; readonly attempt?: number; readonly most?: number };

function plan(issues: readonly Issue[], result: ToldGate, { run = 1, attempt = 1, most = 10 }: Run = {}) {
  const order = { night: result.night, run, attempt };
  return planUpkeep(issues, { subjects: subjectsOf(result), run: order, link: null, most });
}

/** The issues after a night: what GitHub would hold. */
function after(issues: readonly Issue[], result: ToldGate, run: Run = {}): readonly Issue[] {
  return plan(issues, result, run).actions.reduce<readonly Issue[]>(apply, issues);
}

function apply(issues: readonly Issue[], action: Upkeep): readonly Issue[] {
  if (action.kind === "open") {
    return [...issues, { number: issues.length + 1, title: action.title, body: action.body, isOpen: true }];
  }
  return issues.map((issue) =>
    issue.number === action.number
      ? { ...issue, body: action.body, isOpen: action.kind === "close" ? false : issue.isOpen }
      : issue,
  );
}

function night(day: number, ...cells: readonly (Partial<ToldCell> & { readonly cell: string })[]): ToldGate {
  return gateResult({ night: `2026-11-${String(day).padStart(2, "0")}`, cells });
}

const good = { cell };
const bad = regressedCell(cell);
const unclear = { cell, state: "not-measured", tonight: null, worse: null } as const;

function kinds(issues: readonly Issue[], result: ToldGate, run: Run = {}): readonly string[] {
  return plan(issues, result, run).actions.map((action) =>
    action.kind === "open" ? `open ${action.subject}` : `${action.kind} #${action.number}`,
  );
}

test("a cell that regressed gets one issue, which later nights update", () => {
  const first = after([], night(10, bad));
  expect(first.map(({ title }) => title)).toEqual([`Regressed: ${cell.replace("@", "@\u200b")}`]);
  expect(kinds(first, night(11, bad))).toEqual(["update #1"]);
  expect(after(first, night(11, bad))).toHaveLength(1);
});

test("three measured good nights in a row close it, and nights that say nothing neither count nor begin anew", () => {
  const open = after([], night(10, bad));
  const twice = after(after(after(open, night(11, good)), night(12, unclear)), night(13, good));
  expect(twice[0]?.isOpen).toBe(true);
  expect(kinds(twice, night(14, good))).toEqual(["close #1"]);
  const again = after(after(twice, night(14, bad)), night(15, good));
  expect(kinds(again, night(16, good))).toEqual(["update #1"]);
});

test.each([
  ["suspicious", { state: "suspicious" }],
  ["regressed in two of three nights", { state: "regressed-2-of-3" }],
] as const)("a night in which it is %s begins the count anew", (_, of) => {
  const open = after(after(after([], night(10, bad)), night(11, good)), night(12, good));
  expect(readMarker(after(open, night(13, { cell, ...of }))[0]?.body ?? "")?.good).toEqual([]);
});

test.each<[string, Partial<ToldCell>]>([
  ["incident", { state: "incident" }],
  ["learning", { state: "learning" }],
  ["rules changed", { state: "rules-changed" }],
  ["not measured well", { state: "not-measured-well" }],
  ["gone", { state: "gone", tonight: null }],
  ["unchanged without an eligible trial", { tonight: { eligible: 0, bad: 0 } }],
  ["not red, and nearly suspected", { worse: 0.15 }],
  ["in a baseline that holds the failure", { redInBaseline: true }],
])("a night that is inconclusive closes nothing: %s", (_, of) => {
  const open = after(after(after([], night(10, bad)), night(11, good)), night(12, good));
  const marker = readMarker(after(open, night(13, { cell, ...of }))[0]?.body ?? "");
  expect(marker?.good).toEqual(["2026-11-11", "2026-11-12"]);
});

test("an issue that a person closed is not opened again, and no other one is, until the failure has ended", () => {
  const open = after([], night(10, bad));
  const closed = open.map((issue) => ({ ...issue, isOpen: false }));
  expect(kinds(closed, night(11, bad))).toEqual(["update #1"]);
  const ended = [11, 12, 13].reduce((issues, day) => after(issues, night(day, good)), closed as readonly Issue[]);
  expect(kinds(ended, night(14, bad))).toEqual([`open ${cell}`]);
});

test("a failure that comes back after its end is another issue, and the closed one is left alone", () => {
  const closed = [11, 12, 13].reduce((issues, day) => after(issues, night(day, good)), after([], night(10, bad)));
  expect(closed.map(({ isOpen }) => isOpen)).toEqual([false]);
  const again = after(closed, night(20, bad));
  expect(again.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  const [first, second] = again.map(({ body }) => readMarker(body)?.fingerprint);
  expect(first).not.toBe(second);
});

test("an older run never closes or writes a newer failure, and opens nothing beside it", () => {
  const newer = after([], night(12, bad), { run: 7 });
  for (const [day, run, attempt] of [
    [11, 9, 1],
    [12, 6, 3],
  ] as const) {
    const result = plan(newer, night(day, good, regressedCell(other)), { run, attempt });
    expect(result.actions).toEqual([]);
    expect(result.remarks.join()).toMatch(/#1 was written by a later run .*no issue is opened/);
  }
  expect(kinds(newer, night(12, good), { run: 7, attempt: 2 })).toEqual(["update #1"]);
});

test("a night that is told twice counts once, and the same run changes nothing", () => {
  const once = after(after([], night(10, bad)), night(11, good));
  expect(kinds(once, night(11, good))).toEqual([]);
  const twice = after(once, night(11, good), { attempt: 2 });
  expect(readMarker(twice[0]?.body ?? "")?.good).toEqual(["2026-11-11"]);
});

test("a column that regressed is one issue, in place of one for each of its cells", () => {
  const column = "bedrock × converse × sdk";
  const cells = [regressedCell(cell, { column }), regressedCell(other, { column: "openrouter" })];
  const columns = [
    { column, state: "regressed", likely: [cell], since: "2026-11-28" } as const,
    { column: "openrouter" },
  ];
  const result = gateResult({ cells, columns });
  expect(kinds([], result)).toEqual([`open column ${column}`, `open ${other}`]);
  const [first] = after([], result);
  expect(first?.title).toBe(`Column regressed: column ${column}`);
  expect(first?.body).toContain(`- \`${cell}\``);
});

test("what known.yaml expects opens nothing, and does not close what is open", () => {
  const known = { ...bad, known: "https://example.com/bugs/1" };
  expect(kinds([], night(10, known))).toEqual([]);
  const open = after([], night(10, bad));
  expect(readMarker(after(open, night(11, known))[0]?.body ?? "")?.good).toEqual([]);
});

test("an incident opens nothing: the night is masked", () => {
  const column = "bedrock × converse × sdk";
  const cells = [{ cell, column, state: "incident" } as const];
  expect(kinds([], gateResult({ cells, columns: [{ column, state: "incident", alarming: [cell] }] }))).toEqual([]);
});

test("at most so many are opened a night, the surest first, and the rest is said", () => {
  const cells = [0.001, 0.000_01, 0.000_1].map((worse, at) => regressedCell(`m/p/a/s-${at}`, { worse }));
  const { actions, remarks } = plan([], gateResult({ cells }), { most: 2 });
  expect(actions.map(({ subject }) => subject)).toEqual(["m/p/a/s-1", "m/p/a/s-2"]);
  expect(remarks).toEqual(["1 more would be opened; at most 2 are, a night"]);
});

test("of two issues with one fingerprint the first is kept, and issues without a marker are left alone", () => {
  const [first] = after([], night(10, bad));
  if (first === undefined) throw new Error("no issue");
  const issues = [{ ...first, number: 5 }, first, { number: 9, title: "Regressed", body: "by hand", isOpen: true }];
  expect(kinds(issues, night(11, bad))).toEqual(["update #1"]);
});
