import { failureInterval } from "../statistics/statistics.js";
import type { Baseline } from "./baseline.js";
import { gate } from "./gate.js";
import type { GateResult } from "./gate-result.js";
import { inOrder } from "./measured.js";
import type { Night } from "./night.js";
import type { GateQuestion } from "./question.js";

/** What people have said of an alarm: an issue or known.yaml confirms it, or it was refuted; else it is open. */
export const standings = ["confirmed", "refuted", "open"] as const;
export type Standing = (typeof standings)[number];

/** An alarm that the gate raises for one of the last nights. `name`: of the cell or the column. */
export type PastAlarm = {
  readonly night: string;
  readonly kind: "cell" | "column";
  readonly name: string;
  readonly state: "regressed" | "regressed-2-of-3" | "incident";
};

export type Backtest = {
  readonly nights: readonly string[];
  readonly alarms: readonly (PastAlarm & { readonly standing: Standing })[];
  /** Nights with an alarm of each standing; a night may have several. */
  readonly nightsWith: { readonly [standing in Standing]: number };
  /** Nights with an alarm that is not confirmed: their share, and its exact interval, 95 %; null without a night. */
  readonly unconfirmed: {
    readonly nights: number;
    readonly share: number;
    readonly interval: readonly [number, number];
  } | null;
  /** False: fewer than 60 nights cannot show a share of 5 %. */
  readonly isEnough: boolean;
};

export type BacktestQuestion = Omit<GateQuestion, "tonight" | "replay"> & {
  readonly baseline: Baseline;
  /** How many of the last nights are replayed. Default 60. */
  readonly nights?: number;
  readonly standingOf: (alarm: PastAlarm) => Standing;
};

/** So many nights can show that alarms are no more frequent than 1 in 20: 3 in 60 have an upper bound of 14 %, 0 one of 6 %. */
export const enoughNights = 60;

/**
 * What the gate would have said in each of the last nights. A night is compared with the baseline without itself, and its column's
 * correlation comes from all other nights. Nights of other rules than the baseline's are left out.
 */
export function backtest(question: BacktestQuestion): Backtest {
  const { kind, baseline, standingOf } = question;
  const nights = inOrder(question.history).filter(({ rules }) => rules === baseline.rules);
  const replayed = nights.slice(-(question.nights ?? enoughNights));
  const alarms = replayed.flatMap((tonight) => {
    const result = gate({ kind, baseline: without(baseline, tonight), history: nights, tonight, replay: true });
    return alarmsOf(result).map((alarm) => ({ ...alarm, standing: standingOf(alarm) }));
  });
  return {
    nights: replayed.map(({ id }) => id),
    alarms,
    nightsWith: {
      confirmed: countNights(alarms, ["confirmed"]),
      refuted: countNights(alarms, ["refuted"]),
      open: countNights(alarms, ["open"]),
    },
    unconfirmed: shareOf(countNights(alarms, ["refuted", "open"]), replayed.length),
    isEnough: replayed.length >= enoughNights,
  };
}

function without(baseline: Baseline, { id }: Night): Baseline {
  return {
    ...baseline,
    nights: baseline.nights.filter((night) => night !== id),
    cells: baseline.cells.map((cell) => ({ ...cell, nights: cell.nights.filter(({ night }) => night !== id) })),
  };
}

function alarmsOf({ night, cells, columns }: GateResult): readonly PastAlarm[] {
  return [
    ...columns.flatMap(({ column: name, state }) =>
      state === "incident" || state === "regressed" ? [{ night, kind: "column", name, state } as const] : [],
    ),
    ...cells.flatMap(({ cell: name, state }) =>
      state === "regressed" || state === "regressed-2-of-3" ? [{ night, kind: "cell", name, state } as const] : [],
    ),
  ];
}

function countNights(alarms: Backtest["alarms"], standingsOf: readonly Standing[]): number {
  return new Set(alarms.filter(({ standing }) => standingsOf.includes(standing)).map(({ night }) => night)).size;
}

function shareOf(bad: number, eligible: number): Backtest["unconfirmed"] {
  const interval = failureInterval({ bad, eligible }, 0.025);
  return interval === null ? null : { nights: bad, share: bad / eligible, interval };
}
