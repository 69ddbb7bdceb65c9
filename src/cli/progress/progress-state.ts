import type { AskEvent } from "../../runner/ask-live.js";
import type { Transcript } from "../../transcript/transcript.js";

/** What has become of a trial, as far as progress tells: answered well, badly, or not measured at all. */
export type TrialWord = "ok" | "failing" | "not-measured";

/** How far a run is. Times are in milliseconds, by a monotonic clock. */
export type ProgressState = {
  readonly startedAt: number;
  /** Trials that were made before this command. */
  readonly already: number;
  readonly total: number;
  readonly done: number;
  readonly running: number;
  readonly failing: number;
  readonly notMeasured: number;
  readonly calls: number;
  readonly costUsd: number;
  /** Lanes whose calls wait now, by provider. */
  readonly slowed: ReadonlyMap<string, { readonly until: number; readonly perMinute: number }>;
  /** Columns that are asked no more. */
  readonly stopped: readonly string[];
};

export function startedState(now: number): ProgressState {
  return {
    ...{ startedAt: now, already: 0, total: 0, done: 0, running: 0, failing: 0, notMeasured: 0, calls: 0, costUsd: 0 },
    slowed: new Map(),
    stopped: [],
  };
}

/** The state after an event at `now`. `wordOf`: judges the trial of an event. */
export function afterEvent(
  state: ProgressState,
  event: AskEvent,
  { now, wordOf }: { readonly now: number; readonly wordOf: (transcript: Transcript) => TrialWord },
): ProgressState {
  switch (event.kind) {
    case "started":
      return { ...state, startedAt: now, already: event.already, total: event.total, done: event.already };
    case "under-way":
      return { ...state, running: event.trials };
    case "trial":
      return afterTrial(state, event, wordOf(event.transcript));
    case "slowed": {
      const { provider, waitMs, perMinute } = event;
      return { ...state, slowed: new Map([...state.slowed, [provider, { until: now + waitMs, perMinute }]]) };
    }
    case "columns-stopped":
      return { ...state, stopped: [...state.stopped, ...event.columns.map(({ target }) => target)] };
    default:
      return state;
  }
}

function afterTrial(
  state: ProgressState,
  { done, total, spent }: Extract<AskEvent, { kind: "trial" }>,
  word: TrialWord,
): ProgressState {
  return {
    // A gate adds the further trials of its suspects on the way.
    ...{ ...state, done, total, calls: spent.calls, costUsd: spent.costUsd },
    failing: state.failing + (word === "failing" ? 1 : 0),
    notMeasured: state.notMeasured + (word === "not-measured" ? 1 : 0),
  };
}
