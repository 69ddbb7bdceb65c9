import type { Baseline, BaselineCell } from "./baseline.js";
import { type ColumnFacts, columnFacts } from "./columns/column-facts.js";
import { columnHistories } from "./columns/column-history.js";
import { type GateSize, gateSizes } from "./gate-kinds.js";
import type { GateKind } from "./gate-result.js";
import { type ChosenLevels, chooseLevels } from "./levels/choose-levels.js";
import { inOrder, pooled } from "./measured.js";
import type { Night } from "./night.js";
import type { Known } from "./probability/predict.js";

/** What the gate is asked. */
export type GateQuestion = {
  readonly kind: GateKind;
  /** null: none is pinned yet; every cell is learning. */
  readonly baseline: Baseline | null;
  /** Nights before tonight, in any order. Those of other rules are left out: judge them again first. */
  readonly history: readonly Night[];
  readonly tonight: Night;
  /** True: `history` may have later nights, which inform the correlation alone, and a baseline may lack one night: see `backtest`. */
  readonly replay?: boolean;
};

/** A cell whose baseline is large enough, and what is known of it. */
export type ReadyCell = { readonly cell: BaselineCell; readonly known: Known; readonly correlation: number };

/** A question with what follows from baseline and history alone. */
export type Prepared = GateQuestion & {
  readonly size: GateSize;
  readonly pinned: ReadonlyMap<string, BaselineCell>;
  readonly ready: ReadonlyMap<string, ReadyCell>;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  readonly worse: ChosenLevels;
  readonly better: ChosenLevels;
};

/** Works out correlations and levels. A baseline of other rules than tonight's has no ready cell. */
export function prepare(question: GateQuestion): Prepared {
  const { kind, baseline, tonight, replay = false } = question;
  const size = replay ? oneNightLess(gateSizes[kind]) : gateSizes[kind];
  const others = question.history.filter(({ id, rules }) => {
    return rules === tonight.rules && (id < tonight.id || (replay && id > tonight.id));
  });
  const pinned = new Map((baseline?.cells ?? []).map((cell) => [cell.cell, cell]));
  const histories = columnHistories(inOrder([...others, tonight]));
  const columns = new Map(
    [...histories].map(([column, history]) => [column, columnFacts(history, tonight.id, pinned)]),
  );
  const isComparable = baseline?.rules === tonight.rules;
  const cells = isComparable ? [...pinned.values()].filter((cell) => isLarge(cell, size)) : [];
  const ready = cells.map((cell) => {
    const correlation = columns.get(cell.column)?.correlation.value ?? unmeasured;
    return { cell, known: pooled(cell.nights), correlation };
  });
  return {
    ...question,
    ...{ size, pinned, columns },
    ready: new Map(ready.map((one) => [one.cell.cell, one])),
    worse: chooseLevels(
      ready.map(({ known, correlation }) => ({ baseline: known, correlation })),
      size,
    ),
    better: chooseLevels(
      ready.map(({ known, correlation }) => ({ baseline: mirrored(known), correlation })),
      size,
    ),
  };
}

function oneNightLess(size: GateSize): GateSize {
  const { baselineNights, baselineTrials, screen } = size;
  return { ...size, baselineNights: baselineNights - 1, baselineTrials: baselineTrials - screen };
}

/** Of a column that was not measured at all in any night: its cells have no claim tonight, whatever the value. */
const unmeasured = 0.05;

/** True where a baseline is large enough for a claim. */
export function isLarge({ nights }: BaselineCell, { baselineNights, baselineTrials }: GateSize): boolean {
  return nights.length >= baselineNights && pooled(nights).eligible >= baselineTrials;
}

/** The same trials with good and bad exchanged: an improvement is a regression of the good ones. */
export function mirrored(known: Known): Known {
  return { ...known, bad: known.eligible - known.bad };
}
