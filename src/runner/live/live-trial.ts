import { ChatError } from "../../chat/failure.js";
import { fold } from "../../chat/fold.js";
import { isCanary } from "../../scenario/scenario.js";
import type { Provenance, Transcript } from "../../transcript/transcript.js";
import type { PlannedCase } from "../plan.js";
import { createAsk } from "../trial/ask.js";
import { converse, notRun, type Trial } from "../trial/converse.js";
import { nonceOf } from "../trial/nonce.js";
import { type OpenTarget, openTarget } from "../trial/open-target.js";
import { createSerialScope } from "../trial/trial-scope.js";
import { liveWire } from "../trial/trial-wire.js";
import type { LiveOptions, LiveTrial } from "./live-options.js";
import { type PaceSignals, trialPace } from "./live-pace.js";
import { isFree, perCall, shareOf } from "./trial-cost.js";

/** What the trials of a run have in common. `opened`: targets that were opened, by id. */
type TrialRun = {
  readonly options: LiveOptions;
  readonly mayRetry: (planned: PlannedCase) => boolean;
  readonly opened: Map<string, Promise<OpenTarget>>;
  readonly paceSignals: PaceSignals;
};

/** Makes one trial. Null: the run ended before its first call went. */
export async function liveTrial(about: Trial, planned: PlannedCase, run: TrialRun): Promise<LiveTrial | null> {
  const { options } = run;
  const perTrial = shareOf(planned);
  const wire = liveWire(options.exchange, options.clock);
  const pace = options.pace === undefined ? null : trialPace(options.pace, planned.target, run.paceSignals);
  try {
    const open = await openOnce(about, run.opened, options);
    const ask = createAsk({
      ...{ open, wire, both: options.client === "both" },
      retry: { ...options.retry, mayAskAgain: () => run.mayRetry(planned) },
      onReply: ({ usage, failure }) =>
        options.budget.spend(usage, planned.target.price, isFree(failure) ? 0 : perCall(perTrial)),
      ...(pace === null ? {} : { gate: pace.gate }),
    });
    const transcript = await converse(about, ask, options.signal);
    const unasked = pace?.neverWent() ?? null;
    if (unasked === null) return { transcript, taken: wire.taken() };
    const reason = unasked.kind === "refused" ? unasked.reason : timeReason(options);
    return reason === null ? null : { transcript: notRun(about, { kind: "budget", reason }), taken: [] };
  } catch (error) {
    return { transcript: await unaskedTranscript(about, error, options.signal), taken: wire.taken() };
  }
}

function timeReason({ timeUp, signal, stop }: LiveOptions): string | null {
  if (timeUp?.aborted !== true || signal.aborted || stop?.aborted === true) return null;
  return String(timeUp.reason);
}

/** A target that cannot be opened for want of a key or a region gives a failed turn; any other error is a fault of ours. */
async function unaskedTranscript(about: Trial, error: unknown, signal: AbortSignal): Promise<Transcript> {
  if (error instanceof ChatError) {
    const reply = fold([{ kind: "reply-failed", failure: error.failure }]);
    return converse(about, () => Promise.resolve({ reply, attempts: [], otherReading: null }), signal);
  }
  return notRun(about, { kind: "harness-fault", reason: error instanceof Error ? error.message : String(error) });
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
      // One trial of a target after the other spares every promise the cost of knowing its trial.
      ...(options.concurrency === 1 ? { scope: createSerialScope() } : {}),
    }),
  );
  opened.set(target.id, opening);
  return opening;
}

/** What a trial of a case is about. */
export function trialOf({ scenario, target, request }: PlannedCase, trial: number, options: LiveOptions): Trial {
  const client = options.client === "both" ? "sdk" : options.client;
  const provenance: Provenance = {
    source: options.source,
    recordedAt: options.now().toISOString(),
    after: null,
    note: null,
    endpoint: options.baseUrlFor(target) ?? target.baseUrl,
    region: target.region,
  };
  const { nonceSeed } = options;
  const nonce = nonceSeed === undefined || isCanary(scenario) ? {} : { nonce: nonceOf(nonceSeed, trial) };
  return { scenario, target, client, trial, provenance, ...nonce, ...(request === undefined ? {} : { request }) };
}
