import type { CellState } from "../../verdict/regression/gate-result.js";
import type { ToldGate } from "../../verdict/regression/gate-result-schema.js";

/** What a message says of a night: how many cells are in which state, and how many columns. Never a name. */
export type NightCounts = {
  readonly regressed: number;
  /** Cells that regressed as `known.yaml` expects: no alarm. */
  readonly known: number;
  readonly regressedTwoOfThree: number;
  readonly columnsRegressed: number;
  readonly incidents: number;
  readonly notMeasured: number;
  readonly suspicious: number;
  readonly fixed: number;
  readonly learning: number;
  readonly compared: number;
};

/** Counts the states of a night. Cells of a column that regressed, or has an incident, count in it and not by themselves. */
export function countNight({ cells, columns, compared }: ToldGate): NightCounts {
  const whole = new Set(
    columns.filter(({ state }) => state === "regressed" || state === "incident").map(({ column }) => column),
  );
  const alone = cells.filter(({ column, known }) => !whole.has(column) && known === null);
  const count = (among: readonly { readonly state: CellState }[], ...states: readonly CellState[]) =>
    among.filter(({ state }) => states.includes(state)).length;
  return {
    regressed: count(alone, "regressed"),
    known: count(
      cells.filter(({ known }) => known !== null),
      ...(["regressed", "regressed-2-of-3"] as const),
    ),
    regressedTwoOfThree: count(alone, "regressed-2-of-3"),
    columnsRegressed: columns.filter(({ state }) => state === "regressed").length,
    incidents: columns.filter(({ state }) => state === "incident").length,
    notMeasured: count(cells, "not-measured", "not-measured-well"),
    suspicious: count(alone, "suspicious"),
    fixed: count(cells, "fixed"),
    learning: count(cells, "learning", "rules-changed", "new"),
    compared,
  };
}

const words: readonly (readonly [keyof NightCounts, string, string])[] = [
  ["columnsRegressed", "column regressed", "columns regressed"],
  ["regressed", "cell regressed", "cells regressed"],
  ["regressedTwoOfThree", "cell regressed in two of three nights", "cells regressed in two of three nights"],
  ["incidents", "column with an incident", "columns with an incident"],
  ["notMeasured", "cell not measured", "cells not measured"],
  ["suspicious", "cell suspicious", "cells suspicious"],
  ["known", "cell regressed as known.yaml expects", "cells regressed as known.yaml expects"],
  ["fixed", "cell fixed", "cells fixed"],
  ["learning", "cell without a baseline yet", "cells without a baseline yet"],
  ["compared", "cell compared", "cells compared"],
];

/** The counts that are not 0, the gravest first, as words: `2 cells regressed`. */
export function countWords(counts: NightCounts): readonly string[] {
  return words.flatMap(([name, one, many]) => {
    const n = counts[name];
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  });
}
