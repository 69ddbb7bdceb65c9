import type { Credentials } from "../adapters/adapter.js";
import type { Client } from "../chat/api.js";
import type { Target } from "../chat/target.js";
import type { Transcript } from "../transcript/transcript.js";
import type { Redactor } from "../wire/secrets/redact.js";
import type { Deadlines } from "../wire/transport/deadline-clock.js";
import { transportOf } from "../wire/transport/faces.js";
import { createLiveTransport } from "../wire/transport/live.js";
import { systemTimers, type Timers } from "../wire/transport/timers.js";
import { type RunDescription, runFacts, runOrigin } from "./describe-run.js";
import { Budget, type BudgetLimits } from "./live/budget.js";
import type { LivePace } from "./live/live-pace.js";
import { runLive } from "./live/run-live.js";
import type { StoppedColumn } from "./live/stopped-columns.js";
import { timeLimit } from "./live/time-limit.js";
import type { Slowed } from "./pace/lane.js";
import type { PlannedCase } from "./plan.js";
import { requireRoom } from "./require-room.js";
import { simulatorUrl } from "./simulator-url.js";
import type { StopRule } from "./stop-rule.js";
import type { FreeBytes } from "./store/planned-space.js";
import {
  createFixtureRecorder,
  type FixtureEvent,
  type FixtureRecorder,
  type FixtureRecording,
  type RecordedFixture,
} from "./store/record-fixtures.js";
import { RunDirectory } from "./store/run-directory.js";
import type { RunFacts } from "./store/run-facts.js";
import { createProgress, type RunProgress } from "./store/run-progress.js";
import type { StoredTrial } from "./store/trial-record.js";
import { retryWithBackoff } from "./trial/retry-policy.js";

/** Columns that are not asked, all for the same want of credentials. `targets`: their ids; `reason`: how to set what is missing. */
export type BlockedColumns = { readonly reason: string; readonly targets: readonly string[] };

/**
 * What happens while a run asks. `blocked`: before it starts. `started`: `already` trials were asked before, `total` are planned. `trial`: a trial has finished and its
 * evidence is on the disk, the `done`th of `total`; its transcript holds no secret. `spent`: of the whole run so far. `under-way`: so many trials are being asked. `slowed`: a service has asked for fewer calls.
 * `columns-stopped`: columns gave no more answers, and are asked no more.
 */
export type AskEvent =
  | ({ readonly kind: "blocked" } & BlockedColumns)
  | { readonly kind: "started"; readonly runDirectory: string; readonly already: number; readonly total: number }
  | { readonly kind: "under-way"; readonly trials: number }
  | {
      readonly kind: "trial";
      readonly done: number;
      readonly total: number;
      readonly transcript: Transcript;
      readonly spent: Budget["spent"];
    }
  | ({ readonly kind: "slowed" } & Slowed)
  | { readonly kind: "columns-stopped"; readonly columns: readonly StoppedColumn[] }
  | FixtureEvent;

/** A run that goes on. `retryExcluded`: also ask again what was throttled, unavailable, without connection, access or budget. */
export type Continued = { readonly path: string; readonly facts: RunFacts; readonly retryExcluded: boolean };

/** How a run asks, within which limits, and where it keeps its evidence. */
export type AskLiveOptions = {
  readonly client: Client | "both";
  readonly credentialsFor: (target: Target) => Credentials;
  /** The URL of a simulator; null: the targets' own services are asked. */
  readonly simulator: string | null;
  /** Proxies are read from here. */
  readonly environment: NodeJS.ProcessEnv;
  readonly limits: BudgetLimits;
  readonly deadlines: Deadlines;
  /** How often a turn is asked again when it was throttled or unavailable. */
  readonly retries: number;
  /** Trials under way at once, for each provider; null: as many as its pace allows calls, else four. */
  readonly concurrency: number | null;
  /** Makes the pace of the run. `onSlowed`: see `createPace`. */
  readonly makePace: (onSlowed: (slowed: Slowed) => void) => LivePace;
  /** No trial begins after so many minutes; null: no limit. */
  readonly maxMinutes: number | null;
  /** Default: those of the process. */
  readonly timers?: Timers;
  /** Default: of the file system. */
  readonly freeBytes?: FreeBytes;
  /** Ends a case early; null: every planned trial is made. */
  readonly stopRule: StopRule | null;
  /** `root`: make a new run directory below it. `path`: go on with this one. */
  readonly evidence: { readonly root: string; readonly description: RunDescription } | Continued;
  /** Also write the exchanges as fixtures; null: write none. */
  readonly fixtures: Pick<FixtureRecording, "folder" | "whyUnanswered"> | null;
  readonly redactor: Redactor;
  /** Aborts the trials under way. */
  readonly signal: AbortSignal;
  /** Starts no further trial. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: AskEvent) => void;
};

/**
 * `transcripts`: of the whole run, in the order of the plan, without secrets. `asked`: trials that were asked now; `unasked`: planned trials
 * that are still to be asked.
 * `recorded`: what became of the fixture of each case; empty when none were to be written.
 */
export type AskLiveResult = {
  readonly transcripts: readonly Transcript[];
  readonly asked: number;
  readonly unasked: number;
  readonly runDirectory: string;
  readonly recorded: readonly RecordedFixture[];
};

/**
 * Asks every planned trial that was not made before, of its service or of a simulator, and keeps the evidence in a run directory. Throws
 * EvidenceError when the evidence can no longer be kept or has no room from the start, and LockedError for a run in which another process writes.
 */
export async function askLive(cases: readonly PlannedCase[], options: AskLiveOptions): Promise<AskLiveResult> {
  if (!("path" in options.evidence)) await requireRoom(cases, options, () => true);
  const { facts, directory, earlier } = await openEvidence(cases, options);
  const retryExcluded = "path" in options.evidence && options.evidence.retryExcluded;
  const progress = createProgress(cases, { earlier, retryExcluded, stopRule: options.stopRule });
  const { redactor, signal, onEvent } = options;
  const recorder =
    options.fixtures === null
      ? null
      : createFixtureRecorder(cases, { ...options.fixtures, origin: runOrigin(facts), redactor, signal, onEvent });
  const already = progress.transcripts().length;
  try {
    if ("path" in options.evidence) await requireRoom(cases, options, progress.isWanted);
    await askRest(cases, options, { facts, directory, progress, recorder });
  } finally {
    await directory.close();
  }
  const transcripts = progress.transcripts();
  return {
    transcripts,
    asked: transcripts.length - already,
    unasked: progress.unasked(),
    runDirectory: directory.path,
    recorded: recorder?.recorded() ?? [],
  };
}

type Evidence = {
  readonly facts: RunFacts;
  readonly directory: RunDirectory;
  /** Trials that were made before. */
  readonly earlier: readonly StoredTrial[];
};

async function openEvidence(cases: readonly PlannedCase[], { evidence, redactor }: AskLiveOptions): Promise<Evidence> {
  if ("path" in evidence) {
    return { facts: evidence.facts, ...(await RunDirectory.open(evidence.path, { redactor })) };
  }
  const facts = runFacts(cases, evidence.description);
  return { facts, directory: await RunDirectory.create(evidence.root, facts, { redactor }), earlier: [] };
}

type Rest = Pick<Evidence, "facts" | "directory"> & {
  readonly progress: RunProgress;
  readonly recorder: FixtureRecorder | null;
};

async function askRest(cases: readonly PlannedCase[], options: AskLiveOptions, rest: Rest): Promise<void> {
  const { simulator, stopRule, onEvent } = options;
  const { facts, directory, progress } = rest;
  const already = progress.transcripts();
  onEvent({ kind: "started", runDirectory: directory.path, already: already.length, total: progress.total() });
  const live = createLiveTransport({ environment: options.environment });
  const broken = new AbortController();
  const budget = budgetOf(cases, already, options);
  const time = timeLimit(options.maxMinutes, options.timers ?? systemTimers);
  let done = already.length;
  try {
    await runLive(cases, {
      exchange: live.within(options.deadlines),
      client: options.client,
      makeTransport: (exchange) => transportOf(exchange),
      credentialsFor: (target) => Promise.resolve(options.credentialsFor(target)),
      baseUrlFor: ({ baseUrl }) => (simulator === null ? null : simulatorUrl(simulator, baseUrl)),
      source: simulator === null ? "live" : "simulated",
      budget,
      pace: options.makePace((slowed) => onEvent({ kind: "slowed", ...slowed })),
      timeUp: time.up,
      retry: retryWithBackoff(options.retries),
      concurrency: options.concurrency,
      seed: facts.seed,
      ...(facts.nonceSeed === null ? {} : { nonceSeed: facts.nonceSeed }),
      now: () => new Date(),
      signal: options.signal,
      stop: AbortSignal.any([options.stop, broken.signal]),
      isWanted: progress.isWanted,
      onUnderWay: (trials) => onEvent({ kind: "under-way", trials }),
      onColumnsStopped: (columns) => onEvent({ kind: "columns-stopped", columns }),
      ...(stopRule === null ? {} : { isSettled: stopRule.isSettled }),
      ...(stopRule?.barriers === undefined ? {} : { barriers: stopRule.barriers }),
      onTrial: async (planned, trial) => {
        const round = progress.roundOf(planned, trial.transcript.trial);
        const { transcript, kept } = await directory.add(trial, round);
        progress.add(planned, transcript);
        kept.then(
          () => onEvent({ kind: "trial", done: ++done, total: progress.total(), transcript, spent: budget.spent }),
          broken.abort.bind(broken),
        );
        await rest.recorder?.add(planned, trial);
      },
    });
  } finally {
    time.cancel();
    await live.close();
  }
}

/** The budget of a run, with what its earlier trials have spent. */
function budgetOf(cases: readonly PlannedCase[], already: readonly Transcript[], { limits }: AskLiveOptions): Budget {
  const budget = new Budget(limits);
  const prices = new Map(cases.map(({ target }) => [target.id, target.price]));
  for (const { cell, turns } of already) {
    for (const { reply } of turns) budget.spend(reply.usage, prices.get(cell.target) ?? null, null);
  }
  return budget;
}
