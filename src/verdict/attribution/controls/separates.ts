import { remember } from "../../remember.js";
import { fisherExact } from "../../statistics/fisher-exact.js";
import { defaultRule, sequentialTest } from "../../statistics/sequential-test.js";
import { type Sample as Counts, claimRule, failureInterval } from "../../statistics/statistics.js";

/** The counts of one side; `stopped`: its outcomes in order where a rule stopped the trials. */
export type Side = Counts & { readonly stopped: readonly boolean[] | null };

/** The bounds of a failure rate, each at `1 - alpha`; always-valid ones where a rule stopped the trials. Null: no trial. */
export function boundsOf({ bad, eligible, stopped }: Side, alpha: number): readonly [number, number] | null {
  if (stopped === null || eligible === 0) return failureInterval({ bad, eligible }, alpha);
  return sequentialTest(stopped, { ...defaultRule, alpha, cap: Number.POSITIVE_INFINITY }).interval;
}

/** True when the upper bound of the control's failure rate is below the lower bound of the failing one's. */
export function isBelow(control: Side, failing: Side, alpha: number): boolean {
  const [low, high] = [boundsOf(failing, alpha), boundsOf(control, alpha)];
  return low !== null && high !== null && high[1] < low[0];
}

/**
 * Which controls fail less often than the failing cell, corrected for their number: Holm's step-down, with the bounds of each step at
 * `alpha / (controls left)`. At most `alpha` of all cells have a control that is called fine without being better. The controls are
 * tested in the order of Fisher's p value, which needs no correction of its own.
 */
export function fineControls(failing: Side, controls: readonly Side[]): readonly boolean[] {
  const order = controls
    .map((control, index) => ({ control, index, p: control.eligible === 0 ? 1 : fisherExact(failing, control) }))
    .sort((a, b) => a.p - b.p || a.index - b.index);
  const fine = controls.map(() => false);
  for (const [at, { control, index }] of order.entries()) {
    if (!isBelow(control, failing, claimRule.alpha / (order.length - at))) break;
    fine[index] = true;
  }
  return fine;
}

/** True when a control fails too: the lower bound of its failure rate is above what is acceptable (2 of 2, 3 of 7). */
export function failsToo(control: Side): boolean {
  const bounds = boundsOf(control, claimRule.alpha);
  return bounds !== null && control.eligible >= claimRule.fewestTrials && bounds[0] > claimRule.passAtMost;
}

/** How many more trials either side needs. */
export type FurtherCalls = { readonly failing: number; readonly control: number };

/** No more calls than this are proposed for one side. */
const most = 400;

/**
 * The fewest further trials after which a control without another failure would count as fine, if the failing `rate` stays (default:
 * as observed); of both sides, up to the same number each. Null: more than 400 a side.
 */
export function callsToTell(
  failing: Counts & { readonly rate?: number },
  control: Counts = { bad: 0, eligible: 0 },
  alpha: number = claimRule.alpha,
): FurtherCalls | null {
  const { rate = failing.eligible === 0 ? 1 : failing.bad / failing.eligible } = failing;
  return tellsAfter(JSON.stringify([rate, failing.eligible, control.bad, control.eligible, alpha]));
}

/**
 * What an unclear control needs, one of `among` that are read together: at least one call, since what was asked does not tell. Where the
 * counts are apart by themselves, wider bounds count: those of all the controls, and those of trials that a rule stopped.
 */
export function callsToClear(failing: Counts, control: Counts, among: number): FurtherCalls | null {
  for (const times of [1, Math.max(1, among), 10, 100]) {
    const further = callsToTell(failing, control, claimRule.alpha / times);
    if (further === null || further.failing + further.control > 0) return further;
  }
  return { failing: 1, control: 1 };
}

/** Runs repeat the same few counts. */
const tellsAfter = remember(2000, (text): FurtherCalls | null => {
  const [rate, failing, bad, control, alpha]: readonly [number, number, number, number, number] = JSON.parse(text);
  const decides = (trials: number) => {
    const [left, right] = [Math.max(trials, failing), Math.max(trials, control)];
    const one = { bad: Math.round(rate * left), eligible: left, stopped: null };
    return isBelow({ bad, eligible: right, stopped: null }, one, alpha);
  };
  const start = Math.max(1, Math.min(failing, control));
  let enough = start;
  while (enough < most && !decides(enough)) enough = Math.min(most, enough * 2);
  if (!decides(enough)) return null;
  let low = start;
  while (low < enough) {
    const middle = Math.floor((low + enough) / 2);
    if (decides(middle)) enough = middle;
    else low = middle + 1;
  }
  return { failing: Math.max(0, enough - failing), control: Math.max(0, enough - control) };
});
