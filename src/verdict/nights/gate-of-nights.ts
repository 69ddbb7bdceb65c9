import type { Baseline } from "../regression/baseline.js";
import { gate, inReadingOrder } from "../regression/gate.js";
import type { GateKind, GateResult } from "../regression/gate-result.js";
import { plannedTrials } from "../regression/measured.js";
import type { Night } from "../regression/night.js";
import type { GateQuestion } from "../regression/question.js";
import { type Screening, screen } from "../regression/screen.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { cellKey } from "./cell-key.js";
import { countingLines, gateNight, type StoredNight } from "./stored-night.js";

/** What the nights of a history are asked. `earlier`: before tonight, those of the baseline among them. */
export type NightsQuestion = {
  readonly kind: GateKind;
  readonly baseline: Baseline | null;
  readonly earlier: readonly StoredNight[];
  readonly tonight: StoredNight;
};

/**
 * The gate over stored nights. A cell is compared with those of its earlier trials that were judged by the rules of tonight: of the others
 * it is `rules-changed`, and no other cell suffers for it.
 */
export function gateNights(question: NightsQuestion): GateResult {
  const { ofRules, changed } = byRules(question);
  const result = gate(ofRules);
  const cells = result.cells.map((cell) => {
    const isUnknown = cell.state === "learning" || cell.state === "new";
    return isUnknown && changed.has(cell.cell) ? { ...cell, state: "rules-changed" as const, learning: null } : cell;
  });
  return { ...result, cells: cells.toSorted(inReadingOrder) };
}

/** The cells that are to be asked again tonight, see {@link screen}. */
export function screenNights(question: NightsQuestion, seed: number): Screening {
  return screen(byRules(question).ofRules, seed);
}

type ByRules = {
  readonly ofRules: GateQuestion;
  /** Cells of the baseline of which nothing was judged by the rules of tonight. */
  readonly changed: ReadonlySet<string>;
};

/** Cells are held against trials of their own rules, so that all nights have one name for theirs. */
const oneName = "tonight's";

function byRules({ kind, baseline, earlier, tonight }: NightsQuestion): ByRules {
  const rules = new Map(countingLines(tonight).counting.map((line) => [cellKey(line), line.rules]));
  const isOld = (line: CellSummary) => (rules.get(cellKey(line)) ?? line.rules) !== line.rules;
  const nights = earlier.map((night) => ({ ...night, lines: night.lines.filter((line) => !isOld(line)) }));
  const history = nights.map((night) => gateNight(night, oneName));
  const now = baseline === null ? null : currentBaseline(baseline, history);
  return {
    ofRules: { kind, baseline: now, history, tonight: gateNight(tonight, oneName) },
    changed: new Set((baseline?.cells ?? []).filter((cell) => isLost(cell, now)).map(({ cell }) => cell)),
  };
}

/** The baseline with the counts that its nights have today: judging them again changes it, pinning it again does not. */
function currentBaseline(baseline: Baseline, history: readonly Night[]): Baseline {
  const counts = new Map(history.map(({ id, cells }) => [id, new Map(cells.map((cell) => [cell.cell, cell]))]));
  const cells = baseline.cells.flatMap((cell) => {
    const nights = cell.nights.flatMap(({ night }) => {
      const measured = counts.get(night)?.get(cell.cell);
      return measured === undefined ? [] : [{ night, ...plannedTrials(measured) }];
    });
    return nights.length === 0 ? [] : [{ ...cell, nights }];
  });
  return { ...baseline, rules: oneName, cells };
}

function isLost({ cell, nights }: Baseline["cells"][number], now: Baseline | null): boolean {
  const kept = now?.cells.find((one) => one.cell === cell)?.nights.length ?? 0;
  return kept < nights.length;
}
