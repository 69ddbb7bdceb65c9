import type { CellState } from "../../../verdict/regression/gate-result.js";
import type { PageCell } from "./page-data.js";

/** A way in which a cell can be: what tiles, lists and filters name. `tone`: how grave it is; never the only sign of it. */
export type PageState = {
  readonly id: string;
  readonly words: string;
  readonly group: StateGroup;
  readonly tone: "bad" | "mixed" | "ok" | "none";
};
export type StateGroup = "night" | "observed" | "known" | "claim" | "note";

/** Every state, in the order of the tiles. A cell has at most one of each group. */
export const pageStates: readonly PageState[] = [
  { id: "regressed", words: "regressed", group: "night", tone: "bad" },
  { id: "not-measured", words: "not measured tonight", group: "night", tone: "mixed" },
  { id: "incident", words: "in an incident", group: "night", tone: "mixed" },
  { id: "suspicious", words: "suspicious", group: "night", tone: "mixed" },
  { id: "fixed", words: "fixed", group: "night", tone: "ok" },
  { id: "bad", words: "failing", group: "observed", tone: "bad" },
  { id: "mixed", words: "failing at times", group: "observed", tone: "mixed" },
  { id: "blocked", words: "blocked", group: "observed", tone: "none" },
  { id: "unsupported", words: "unsupported", group: "observed", tone: "none" },
  { id: "not-run", words: "not run", group: "observed", tone: "none" },
  { id: "ok", words: "as expected", group: "observed", tone: "ok" },
  { id: "unexpected", words: "new, not in known.yaml", group: "known", tone: "bad" },
  { id: "expected", words: "known", group: "known", tone: "none" },
  { id: "fails", words: "claim: fails", group: "claim", tone: "bad" },
  { id: "flaky", words: "claim: flaky", group: "claim", tone: "mixed" },
  { id: "passes", words: "claim: passes", group: "claim", tone: "ok" },
  { id: "note", words: "with a note", group: "note", tone: "none" },
];

const nightStates: ReadonlyMap<string, string> = new Map([
  ["regressed", "regressed"],
  ["regressed-2-of-3", "regressed"],
  ["not-measured", "not-measured"],
  ["not-measured-well", "not-measured"],
  ["incident", "incident"],
  ["suspicious", "suspicious"],
  ["fixed", "fixed"],
]);
/** True for what the gate reports of a cell: neither unchanged nor outside its comparison. */
export function isNotable(change: PageCell["change"]): change is CellState {
  return nightStates.has(change ?? "");
}

/** `regressed (2 of 3 nights)`. */
export function changeWords(change: CellState): string {
  return change === "regressed-2-of-3" ? "regressed (2 of 3 nights)" : change.replaceAll("-", " ");
}

const claimStates = { fail: "fails", flaky: "flaky", pass: "passes" } as const;

/** The ids of the states of a cell. */
export function statesOf({ observed, change, known, claim, note }: PageCell): readonly string[] {
  const night = nightStates.get(change ?? "");
  return [
    ...(night === undefined ? [] : [night]),
    observed,
    ...(known === null ? [] : [known]),
    ...(claim === null ? [] : [claimStates[claim]]),
    ...(note ? ["note"] : []),
  ];
}

/** How many cells have each state. */
export function countStates(cells: readonly PageCell[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const cell of cells) for (const state of statesOf(cell)) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/**
 * How urgently somebody should look at a cell; the smaller the sooner, null: it is as it should be. First what the gate reports, then what
 * known.yaml does not list, then what it lists.
 */
export function urgencyOf(cell: PageCell): number | null {
  const states = statesOf(cell);
  const at = ["regressed", "not-measured", "incident", "suspicious"].findIndex((state) => states.includes(state));
  if (at >= 0) return at;
  const isRed = cell.observed === "bad" || cell.observed === "mixed" || cell.claim === "fail" || cell.claim === "flaky";
  if (!isRed) return null;
  return (cell.known === "unexpected" ? 10 : cell.known === null ? 20 : 30) + (cell.observed === "bad" ? 0 : 1);
}

/** The cells that somebody should look at, most urgent first, else in their order. */
export function lookList(cells: readonly PageCell[]): readonly number[] {
  const urgent = cells.flatMap((cell, at) => {
    const urgency = urgencyOf(cell);
    return urgency === null ? [] : [{ at, urgency }];
  });
  return urgent.toSorted((a, b) => a.urgency - b.urgency || a.at - b.at).map(({ at }) => at);
}
