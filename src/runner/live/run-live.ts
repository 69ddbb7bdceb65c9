import { setMaxListeners } from "node:events";
import type { Credentials } from "../../adapters/adapter.js";
import type { Client } from "../../chat/api.js";
import { ChatError } from "../../chat/failure.js";
import { fold } from "../../chat/fold.js";
import type { Target } from "../../chat/target.js";
import type { Provenance, Transcript } from "../../transcript/transcript.js";
import type { Exchange } from "../../wire/exchange.js";
import type { RecordClock } from "../../wire/transport/record.js";
import type { PlannedCase } from "../plan.js";
import { createAsk } from "../trial/ask.js";
import { converse, notRun, type Trial } from "../trial/converse.js";
import { nonceOf } from "../trial/nonce.js";
import { type OpenTarget, openTarget } from "../trial/open-target.js";
import type { RetryPolicy } from "../trial/retry-policy.js";
import { createSerialScope, type MakeTransport } from "../trial/trial-scope.js";
import { liveWire, type TakenExchange } from "../trial/trial-wire.js";
import type { Budget, TrialCost } from "./budget.js";
import { interleave } from "./interleave.js";
import { inLanes } from "./lanes.js";

/** A finished trial and the exchanges it made. */
export type LiveTrial = { readonly transcript: Transcript; readonly taken: readonly TakenExchange[] };

export type LiveOptions = {
  /** Reaches the services, with our deadlines. */
  readonly exchange: Exchange;
  readonly client: Client | "both";
  readonly makeTransport: MakeTransport;
  readonly credentialsFor: (target: Target) => Promise<Credentials>;
  readonly baseUrlFor: (target: Target) => string | null;
  readonly source: "live" | "simulated";
  readonly budget: Budget;
  readonly retry: RetryPolicy;
  /** Trials under way at once, for each provider. */
  readonly concurrency: number;
  readonly seed: number;
  /** Varies the prompt of every trial; absent: prompts are sent unchanged. */
  readonly nonceSeed?: number;
  readonly now: () => Date;
  /** The clock of recordings; default: the machine's. */
  readonly clock?: RecordClock;
  /** Aborts the trials under way, which end as aborted; nothing more is started. */
  readonly signal: AbortSignal;
  /** Starts nothing more; the trials under way go on to their end. Default: never. */
  readonly stop?: AbortSignal;
  /** False: this trial of the case is not asked, and has no transcript. Default: every planned trial is asked. */
  readonly isWanted?: (planned: PlannedCase, trial: number) => boolean;
  /** True: the case needs no further trial; trials under way finish. Default: every planned trial is made. */
  readonly isSettled?: (planned: PlannedCase) => boolean;
  readonly onTrial: (planned: PlannedCase, finished: LiveTrial) => void | Promise<void>;
};

/**
 * Asks every case of its service. Interleaves the trials of all columns in seeded random order; gives each provider its own
 * lane. A case that cannot be asked becomes a transcript with the reason and does not stop the others.
 */
export async function runLive(cases: readonly PlannedCase[], options: LiveOptions): Promise<readonly Transcript[]> {
  const opened = new Map<string, Promise<OpenTarget>>();
  // Every trial under way listens to it; Node warns from the eleventh.
  setMaxListeners(0, options.signal);
  const order = interleave(
    cases.map((planned) => (planned.skip === null ? planned : { ...planned, trials: 1 })),
    options.seed,
  ).filter(({ planned, trial }) => options.isWanted?.(planned, trial) !== false);
  const asked = await inLanes({
    items: order,
    laneOf: ({ planned }) => planned.target.provider,
    width: options.concurrency,
    isStopped: () => options.signal.aborted || options.stop?.aborted === true,
    work: async ({ planned, trial }) => {
      if (options.isSettled?.(planned) === true) return null;
      const about = trialOf(planned, trial, options);
      const finished = await runTrial({ planned, about, opened, options });
      await options.onTrial(planned, finished);
      return finished.transcript;
    },
  });
  return asked.filter((transcript) => transcript !== null);
}

async function runTrial({
  planned,
  about,
  opened,
  options,
}: {
  readonly planned: PlannedCase;
  readonly about: Trial;
  readonly opened: Map<string, Promise<OpenTarget>>;
  readonly options: LiveOptions;
}): Promise<LiveTrial> {
  if (planned.skip !== null) return { transcript: notRun(about, planned.skip), taken: [] };
  const perTrial = shareOf(planned);
  const reserved = withRetries(planned, perTrial, options.retry);
  const refusal = options.budget.reserve(reserved);
  if (refusal !== null) return { transcript: notRun(about, { kind: "budget", reason: refusal }), taken: [] };
  const wire = liveWire(options.exchange, options.clock);
  try {
    const open = await openOnce(about, opened, options);
    const ask = createAsk({
      open,
      wire,
      retry: options.retry,
      both: options.client === "both",
      onReply: ({ usage }) => options.budget.spend(usage, planned.target.price, perCall(perTrial)),
    });
    return { transcript: await converse(about, ask, options.signal), taken: wire.taken() };
  } catch (error) {
    return { transcript: await unaskedTranscript(about, error, options.signal), taken: wire.taken() };
  } finally {
    options.budget.release(reserved);
  }
}

/** A target that cannot be opened for want of a key or a region gives a failed turn; any other error is a fault of ours. */
async function unaskedTranscript(about: Trial, error: unknown, signal: AbortSignal): Promise<Transcript> {
  if (error instanceof ChatError) {
    const reply = fold([{ kind: "reply-failed", failure: error.failure }]);
    return converse(about, () => Promise.resolve({ reply, attempts: [], otherReading: null }), signal);
  }
  return notRun(about, { kind: "harness-fault", reason: error instanceof Error ? error.message : String(error) });
}

function perCall({ calls, costUsd }: TrialCost): number | null {
  return costUsd === null ? null : costUsd / Math.max(1, calls);
}

/** Opens a target, once for all its trials. */
function openOnce(
  { target, client }: Trial,
  opened: Map<string, Promise<OpenTarget>>,
  options: LiveOptions,
): Promise<OpenTarget> {
  const earlier = opened.get(target.id);
  if (earlier !== undefined) return earlier;
  const opening = options.credentialsFor(target).then((credentials) =>
    openTarget({
      target,
      client,
      credentials,
      makeTransport: options.makeTransport,
      baseUrl: options.baseUrlFor(target),
      ...(options.concurrency === 1 ? { scope: createSerialScope() } : {}),
    }),
  );
  opened.set(target.id, opening);
  return opening;
}

function trialOf({ scenario, target, request }: PlannedCase, trial: number, options: LiveOptions): Trial {
  const client = options.client === "both" ? "sdk" : options.client;
  const provenance: Provenance = {
    source: options.source,
    recordedAt: options.now().toISOString(),
    after: null,
    note: null,
    endpoint: options.baseUrlFor(target) ?? target.baseUrl,
    region: target.region,
  };
  const nonce = options.nonceSeed === undefined ? {} : { nonce: nonceOf(options.nonceSeed, trial) };
  return { scenario, target, client, trial, provenance, ...nonce, ...(request === undefined ? {} : { request }) };
}

/** What a trial may cost when every turn is asked as often as the policy allows. */
function withRetries({ scenario: { steps } }: PlannedCase, cost: TrialCost, retry: RetryPolicy): TrialCost {
  const attempts = steps.reduce((sum, { id }) => sum + 1 + retry.retries(id), 0);
  const factor = attempts / Math.max(1, steps.length);
  return { calls: cost.calls * factor, costUsd: cost.costUsd === null ? null : cost.costUsd * factor };
}

function shareOf({ estimate, trials }: PlannedCase): TrialCost {
  const { calls, costUsd } = estimate;
  return { calls: calls / trials, costUsd: costUsd === null ? null : costUsd / trials };
}
