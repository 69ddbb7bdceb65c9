import type { Baseline } from "../regression/baseline.js";
import { gate, inReadingOrder } from "../regression/gate.js";
import type { GateKind, GateResult } from "../regression/gate-result.js";
import { plannedTrials } from "../regression/measured.js";
import type { Night } from "../regression/night.js";
import type { GateQuestion } from "../regression/question.js";
import { type Screening, screen } from "../regression/screen.js";
import { type WeeklyLook, weeklyLook } from "../regression/weekly-look.js";
import { gateCells, type NightCells, type StoredNight } from "./stored-night.js";

/** What the nights of a history are asked. `earlier`: before tonight, those of the baseline among them. */
export type NightsQuestion = {
  readonly kind: GateKind;
  readonly baseline: Baseline | null;
  readonly earlier: readonly (StoredNight | NightCells)[];
  readonly tonight: NightCells;
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

/** The newest seven measured nights together, tonight among them, see {@link weeklyLook}. */
export function weekOfNights(question: NightsQuestion): WeeklyLook {
  return weeklyLook(byRules(question).ofRules);
}

type ByRules = {
  readonly ofRules: GateQuestion;
  /** Cells of the baseline of which nothing was judged by the rules of tonight. */
  readonly changed: ReadonlySet<string>;
};

/** Cells are held against trials of their own rules, so that all nights have one name for theirs. */
const oneName = "tonight's";

/** The question with the nights that were judged by the rules of tonight. */
export function byRules({ kind, baseline, earlier, tonight }: NightsQuestion): ByRules {
  const rules = new Map(tonight.cells.map((cell) => [cell.cell, cell.rules]));
  const history = earlier.map((night) => ({
    id: night.id,
    rules: oneName,
    cells: ("cells" in night ? night.cells : gateCells(night)).filter(
      (cell) => (rules.get(cell.cell) ?? cell.rules) === cell.rules,
    ),
  }));
  const now = baseline === null ? null : currentBaseline(baseline, history);
  return {
    ofRules: { kind, baseline: now, history, tonight: { ...tonight, rules: oneName } },
    changed: lostCells(baseline, now),
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

/** Cells of which a night of the baseline was judged by other rules than tonight. */
function lostCells(pinned: Baseline | null, now: Baseline | null): ReadonlySet<string> {
  const kept = new Map((now?.cells ?? []).map(({ cell, nights }) => [cell, nights.length]));
  const lost = (pinned?.cells ?? []).filter(({ cell, nights }) => (kept.get(cell) ?? 0) < nights.length);
  return new Set(lost.map(({ cell }) => cell));
}
