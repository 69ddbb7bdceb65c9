import type { KnownDivergence } from "../../scenario/known.js";
import { isAbout } from "../baseline.js";
import { type Backtest, backtest, type Standing } from "../regression/backtest.js";
import type { Baseline } from "../regression/baseline.js";
import type { GateKind } from "../regression/gate-result.js";
import { cellKey } from "./cell-key.js";
import { byRules } from "./gate-of-nights.js";
import { countingLines, gateCells, type StoredNight } from "./stored-night.js";

/** `nights`: those of the history, oldest first; `most`: so many of the newest are replayed. */
export type ReplayedNights = {
  readonly kind: GateKind;
  readonly baseline: Baseline;
  readonly nights: readonly StoredNight[];
  readonly most: number;
  readonly known: readonly KnownDivergence[];
};

/**
 * What the gate would have said in each of the newest nights. An alarm of a cell with an entry in known.yaml is confirmed by its bug report;
 * any other is open.
 */
export function backtestNights({ kind, baseline, nights, most, known }: ReplayedNights): Backtest {
  const newest = nights.at(-1);
  if (newest === undefined) throw new RangeError("There is no night to replay.");
  const tonight = { id: newest.id, cells: gateCells(newest) };
  const { ofRules } = byRules({ kind, baseline, earlier: nights, tonight });
  const lines = new Map(nights.flatMap((night) => countingLines(night).counting.map((line) => [cellKey(line), line])));
  const standingOf = ({ name }: { readonly name: string }): Standing => {
    const line = lines.get(name);
    return line !== undefined && known.some((entry) => isAbout(entry, line)) ? "confirmed" : "open";
  };
  return backtest({
    ...{ kind, history: ofRules.history, nights: most, standingOf },
    baseline: ofRules.baseline ?? baseline,
  });
}
