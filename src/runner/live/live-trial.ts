import { ChatError } from "../../chat/failure.js";
import { fold } from "../../chat/fold.js";
import { conversationsOf } from "../../scenario/in-flight/in-flight.js";
import { isCanary } from "../../scenario/scenario.js";
import type { Provenance, Transcript, Turn } from "../../transcript/transcript.js";
import type { PlannedCase } from "../plan.js";
import { createAsk } from "../trial/ask.js";
import { closeTranscript, converse, converseAtOnce, notRun, type Trial } from "../trial/converse.js";
import { nonceOf } from "../trial/nonce.js";
import { type OpenTarget, openTarget } from "../trial/open-target.js";
import { createSerialScope } from "../trial/trial-scope.js";
import { liveWire, type TrialWire } from "../trial/trial-wire.js";
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
  const conversations = conversationsOf(planned.scenario);
  const wires = conversations.map(() => liveWire(options.exchange, options.clock));
  const taken = () => wires.flatMap((wire) => wire.taken());
  const pace = options.pace === undefined ? null : trialPace(options.pace, planned.target, run.paceSignals);
  try {
    const open = await openOnce(about, run.opened, options);
    const asks = wires.map((wire) =>
      createAsk({
        ...{ open, wire, both: options.client === "both" },
        retry: { ...options.retry, mayAskAgain: () => run.mayRetry(planned) },
        onReply: ({ usage, failure }) =>
          options.budget.spend(usage, planned.target.price, isFree(failure) ? 0 : perCall(perTrial)),
        ...(pace === null ? {} : { gate: pace.gate }),
      }),
    );
    const talks = await converseAtOnce(about, asks, options.signal);
    const transcript = closeTranscript(about, numbered(talks, wires));
    const unasked = pace?.neverWent() ?? null;
    if (unasked === null) return { transcript, taken: taken() };
    const reason = unasked.kind === "refused" ? unasked.reason : timeReason(options);
    return reason === null ? null : { transcript: notRun(about, { kind: "budget", reason }), taken: [] };
  } catch (error) {
    return { transcript: await unaskedTranscript(about, error, options.signal), taken: taken() };
  }
}

/** The turns of all conversations, each attempt with the number of its exchange among those of the trial. */
function numbered(talks: readonly (readonly Turn[])[], wires: readonly TrialWire[]): readonly Turn[] {
  return talks.flatMap((turns, at) => {
    const before = wires.slice(0, at).reduce((sum, wire) => sum + wire.count(), 0);
    if (before === 0) return turns;
    return turns.map((turn) => ({
      ...turn,
      attempts: turn.attempts.map((one) => ({
        ...one,
        exchange: one.exchange === null ? null : one.exchange + before,
      })),
    }));
  });
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
  { target, client, scenario }: Trial,
  opened: Map<string, Promise<OpenTarget>>,
  options: LiveOptions,
): Promise<OpenTarget> {
  const isAtOnce = conversationsOf(scenario).length > 1;
  const key = `${target.id}${isAtOnce ? " at once" : ""}`;
  const earlier = opened.get(key);
  if (earlier !== undefined) return earlier;
  const opening = options.credentialsFor(target).then((credentials) =>
    openTarget({
      target,
      client,
      credentials,
      makeTransport: options.makeTransport,
      baseUrl: options.baseUrlFor(target),
      // One request of a target after the other spares every promise the cost of knowing its trial.
      ...(options.concurrency === 1 && !isAtOnce ? { scope: createSerialScope() } : {}),
    }),
  );
  opened.set(key, opening);
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
