import type { Credentials } from "../adapters/adapter.js";
import type { Client } from "../chat/api.js";
import type { Target } from "../chat/target.js";
import { decodeTranscript, encodeTranscript } from "../transcript/serialise.js";
import type { Transcript } from "../transcript/transcript.js";
import type { Redactor } from "../wire/secrets/redact.js";
import type { Deadlines } from "../wire/transport/deadline-clock.js";
import { transportOf } from "../wire/transport/faces.js";
import { createLiveTransport } from "../wire/transport/live.js";
import { type RunDescription, runFacts, runOrigin } from "./describe-run.js";
import { Budget, type BudgetLimits } from "./live/budget.js";
import { runLive } from "./live/run-live.js";
import type { PlannedCase } from "./plan.js";
import { simulatorUrl } from "./simulator-url.js";
import type { StopRule } from "./stop-rule.js";
import {
  createFixtureRecorder,
  type FixtureEvent,
  type FixtureRecording,
  type RecordedFixture,
} from "./store/record-fixtures.js";
import { RunDirectory } from "./store/run-directory.js";
import type { FixtureOrigin } from "./store/save-fixture.js";
import { retryWithBackoff } from "./trial/retry-policy.js";

/** What happens while a run asks. `trial`: a trial has finished, the `done`th of `total`; its transcript holds no secret. */
export type AskEvent =
  | { readonly kind: "started"; readonly runDirectory: string }
  | { readonly kind: "trial"; readonly done: number; readonly total: number; readonly transcript: Transcript }
  | FixtureEvent;

/** How a run asks, within which limits, and where it keeps its evidence. */
export type AskLiveOptions = {
  readonly description: RunDescription;
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
  /** Trials under way at once, for each provider. */
  readonly concurrency: number;
  /** True: vary the prompt of every trial. */
  readonly nonce: boolean;
  /** Ends a case early; null: every planned trial is made. */
  readonly stopRule: StopRule | null;
  /** `root`: make a new run directory below it. `continued`: add to this run directory. */
  readonly evidence: { readonly root: string } | { readonly continued: string };
  /** Also write the exchanges as fixtures; null: write none. */
  readonly fixtures: Pick<FixtureRecording, "folder" | "whyUnanswered"> | null;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly onEvent: (event: AskEvent) => void;
};

/** `transcripts` hold no secret. `recorded`: what became of the fixture of each case; empty when none were to be written. */
export type AskLiveResult = {
  readonly transcripts: readonly Transcript[];
  readonly runDirectory: string;
  readonly recorded: readonly RecordedFixture[];
};

/** Asks every planned case, of its service or of a simulator, and keeps the evidence in a run directory. */
export async function askLive(cases: readonly PlannedCase[], options: AskLiveOptions): Promise<AskLiveResult> {
  const { description, simulator, redactor, signal, stopRule, onEvent } = options;
  const source = simulator === null ? "live" : "simulated";
  const origin = runOrigin(source, description);
  const directory = await openDirectory(cases, options, origin);
  onEvent({ kind: "started", runDirectory: directory.path });
  const live = createLiveTransport({ environment: options.environment });
  const recorder =
    options.fixtures === null
      ? null
      : createFixtureRecorder(cases, { ...options.fixtures, origin, redactor, signal, onEvent });
  const count = countTrials(cases);
  // A reply may repeat a secret that was sent: reports and screens show only the redacted text, as the evidence does.
  const redacted = (one: Transcript) => decodeTranscript(redactor.json(encodeTranscript(one)));
  try {
    const transcripts = await runLive(cases, {
      exchange: live.within(options.deadlines),
      client: options.client,
      makeTransport: (exchange) => transportOf(exchange),
      credentialsFor: (target) => Promise.resolve(options.credentialsFor(target)),
      baseUrlFor: ({ baseUrl }) => (simulator === null ? null : simulatorUrl(simulator, baseUrl)),
      source,
      budget: new Budget(options.limits),
      retry: retryWithBackoff(options.retries),
      concurrency: options.concurrency,
      seed: description.seed,
      ...(options.nonce ? { nonceSeed: description.startedAt.getTime() ^ description.seed } : {}),
      now: () => new Date(),
      signal,
      ...(stopRule === null ? {} : { isSettled: stopRule.isSettled }),
      onTrial: async (planned, trial) => {
        stopRule?.add(planned, trial.transcript);
        await directory.add(planned, trial);
        onEvent({ kind: "trial", ...count(), transcript: redacted(trial.transcript) });
        await recorder?.add(planned, trial);
      },
    });
    return {
      transcripts: transcripts.map(redacted),
      runDirectory: directory.path,
      recorded: recorder?.recorded() ?? [],
    };
  } finally {
    await live.close();
  }
}

function openDirectory(
  cases: readonly PlannedCase[],
  { description, evidence, redactor }: AskLiveOptions,
  origin: FixtureOrigin,
): Promise<RunDirectory> {
  const tools = { redactor, origin };
  return "continued" in evidence
    ? RunDirectory.open(evidence.continued, tools)
    : RunDirectory.create(evidence.root, runFacts(cases, description), tools);
}

/** Counts finished trials, one per call; a skipped case has one. */
function countTrials(cases: readonly PlannedCase[]): () => { readonly done: number; readonly total: number } {
  const total = cases.reduce((sum, { trials, skip }) => sum + (skip === null ? trials : 1), 0);
  let done = 0;
  return () => {
    done += 1;
    return { done, total };
  };
}
