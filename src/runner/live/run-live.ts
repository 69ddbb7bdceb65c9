import { setMaxListeners } from "node:events";
import type { Target } from "../../chat/target.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { PlannedCase } from "../plan.js";
import { notRun } from "../trial/converse.js";
import type { OpenTarget } from "../trial/open-target.js";
import { type Admitted, admitInOrder } from "./admission.js";
import { interleave } from "./interleave.js";
import { inLanes } from "./lanes.js";
import type { LiveOptions } from "./live-options.js";
import type { LivePace, PaceSignals } from "./live-pace.js";
import { liveTrial, trialOf } from "./live-trial.js";
import { retryAllowance } from "./retry-allowance.js";
import { type ColumnWatch, watchColumns } from "./stopped-columns.js";
import { shareOf, withRetries } from "./trial-cost.js";

/** Trials under way at once where neither the command nor `models.yaml` says. */
const usualConcurrency = 4;

/**
 * Asks every case of its service. Interleaves the trials of all columns in seeded random order; gives each provider its own
 * lane. A case that cannot be asked becomes a transcript with the reason and does not stop the others; so does a trial that a limit or a
 * column without answers leaves out.
 */
export async function runLive(cases: readonly PlannedCase[], options: LiveOptions): Promise<readonly Transcript[]> {
  const run = startRun(cases, options);
  const { order, admission } = run;
  const endWaiting = (): void => admission.stop();
  const ends = [options.signal, ...(options.stop === undefined ? [] : [options.stop])];
  for (const signal of ends) signal.addEventListener("abort", endWaiting, { once: true });
  try {
    const asked: (Transcript | null)[] = [];
    const stages = stagesOf(order, options.barriers ?? []);
    for (const [at, items] of stages.entries()) {
      run.stage.isLast = at === stages.length - 1;
      const results = await inLanes({
        items,
        laneOf: ({ planned }) => laneOf(planned.target, options.pace),
        widthOf: ({ planned }) => widthOf(planned.target, options),
        isStopped: () => ends.some(({ aborted }) => aborted),
        work: (item) => finish(item, run).catch(rethrowAfter(endWaiting)),
      });
      asked.push(...results);
    }
    return asked.filter((transcript) => transcript !== null);
  } finally {
    for (const signal of ends) signal.removeEventListener("abort", endWaiting);
  }
}

type Item = { readonly planned: PlannedCase; readonly trial: number };

/** Splits an order by the numbers of its trials, one part up to each barrier and one for the rest. */
function stagesOf(order: readonly Item[], barriers: readonly number[]): readonly (readonly Item[])[] {
  const ends = [...barriers, Number.POSITIVE_INFINITY];
  return ends.map((end, at) => order.filter(({ trial }) => trial > (ends[at - 1] ?? 0) && trial <= end));
}

type Run = {
  readonly options: LiveOptions;
  /** Before the last one no case is settled: that depends on all trials up to the barrier. */
  readonly stage: { isLast: boolean };
  readonly order: readonly Item[];
  readonly admission: ReturnType<typeof admitInOrder<Item>>;
  readonly columns: ColumnWatch;
  readonly mayRetry: (planned: PlannedCase) => boolean;
  readonly opened: Map<string, Promise<OpenTarget>>;
  readonly paceSignals: PaceSignals;
  /** Trials that are being asked. */
  underWay: number;
};

function startRun(cases: readonly PlannedCase[], options: LiveOptions): Run {
  const { signal, stop = never, timeUp = never, budget, retry } = options;
  const paceSignals = {
    begin: AbortSignal.any([signal, stop, timeUp]),
    goOn: AbortSignal.any([signal, timeUp]),
  };
  // Every trial under way listens to them; Node warns from the eleventh.
  for (const one of [signal, paceSignals.begin, paceSignals.goOn]) setMaxListeners(0, one);
  const order = interleave(
    cases.map((planned) => (planned.skip === null ? planned : { ...planned, trials: 1 })),
    options.seed,
  ).filter(({ planned, trial }) => options.isWanted?.(planned, trial) !== false);
  const stage = { isLast: (options.barriers ?? []).length === 0 };
  const columns = watchColumns([...new Map(cases.map(({ target }) => [target.id, target])).values()]);
  const costsNothing = (planned: PlannedCase): boolean =>
    planned.skip !== null ||
    timeUp.aborted ||
    columns.reasonOf(planned.target) !== null ||
    isSettled(planned, { options, stage });
  const mostRetries = Math.max(
    0,
    ...cases.flatMap(({ scenario }) => scenario.steps.map(({ id }) => retry.retries(id))),
  );
  return {
    ...{ options, stage, order, columns, paceSignals, underWay: 0 },
    admission: admitInOrder(order, budget, ({ planned }) =>
      costsNothing(planned) ? null : withRetries(planned, shareOf(planned), retry),
    ),
    mayRetry: retryAllowance(cases, mostRetries),
    opened: new Map(),
  };
}

const never = new AbortController().signal;

/** Calls that draw from quotas of their own wait for them in a lane of their own, so that others need not. */
function laneOf(target: Target, pace: LivePace | undefined): string {
  return [target.provider, ...(pace?.drawOf(target).quotas ?? [])].join("\n");
}

function widthOf({ provider }: Target, { concurrency, pace }: LiveOptions): number {
  return concurrency ?? pace?.limits.lanes[provider]?.inFlight ?? usualConcurrency;
}

function isSettled(planned: PlannedCase, { options, stage }: Pick<Run, "options" | "stage">): boolean {
  return stage.isLast && options.isSettled?.(planned) === true;
}

function rethrowAfter(clean: () => void): (error: unknown) => never {
  return (error) => {
    clean();
    throw error;
  };
}

/** One trial from its admission to its evidence. Null: it was not made, and has no transcript. */
async function finish(item: Item, run: Run): Promise<Transcript | null> {
  const { planned, trial } = item;
  const { options, admission, columns } = run;
  const admitted = await admission.admit(item);
  try {
    if (admitted.kind === "stopped" || isSettled(planned, run)) return null;
    const about = trialOf(planned, trial, options);
    const why = whyNot(planned, admitted, run);
    const finished =
      why === null
        ? await counted(run, () => liveTrial(about, planned, run))
        : { transcript: notRun(about, why), taken: [] };
    if (finished === null) return null;
    const stopped = columns.add(planned, finished.transcript);
    if (stopped.length > 0) options.onColumnsStopped?.(stopped);
    await options.onTrial(planned, finished);
    return finished.transcript;
  } finally {
    admission.release(item);
  }
}

async function counted<Made>(run: Run, make: () => Promise<Made>): Promise<Made> {
  const { onUnderWay = () => undefined } = run.options;
  run.underWay += 1;
  onUnderWay(run.underWay);
  try {
    return await make();
  } finally {
    run.underWay -= 1;
    onUnderWay(run.underWay);
  }
}

/** Why a trial is not asked; null: it is. */
function whyNot(planned: PlannedCase, admitted: Admitted, { options, columns }: Run): Transcript["notRun"] {
  if (planned.skip !== null) return planned.skip;
  const stopped = columns.reasonOf(planned.target);
  if (stopped !== null) return { kind: "column-stopped", reason: stopped };
  if (options.timeUp?.aborted === true) return { kind: "budget", reason: String(options.timeUp.reason) };
  return admitted.kind === "refused" ? { kind: "budget", reason: admitted.reason } : null;
}
