import type { ChatFailure } from "../../chat/failure.js";
import { fold, foldAsync } from "../../chat/fold.js";
import type { Reply } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Attempt, ContentPace, Turn } from "../../transcript/transcript.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { watchPace } from "./content-pace.js";
import type { Ask } from "./converse.js";
import type { OpenTarget } from "./open-target.js";
import type { RetryPolicy } from "./retry-policy.js";
import { readAgain } from "./second-reading.js";
import type { TrialWire } from "./trial-wire.js";

/** Whether a request may go; `done` is called when its reply has ended. `no`: it may not, and its reply is this failure. */
export type Gate = (
  request: ChatRequest,
) => Promise<
  | { readonly kind: "go"; readonly done: (reply: Reply) => Promise<void> }
  | { readonly kind: "no"; readonly failure: ChatFailure }
>;

const openGate: Gate = () => Promise.resolve({ kind: "go", done: () => Promise.resolve() });

/** Asks through one opened target over the wire of one trial. `both`: the second client reads the same bytes; `onReply` is called after every attempt. `gate`: asked before each; default: open. */
export function createAsk({
  open,
  wire,
  retry,
  both,
  onReply,
  gate = openGate,
}: {
  readonly open: OpenTarget;
  readonly wire: TrialWire;
  readonly retry: RetryPolicy;
  readonly both: boolean;
  readonly onReply: (reply: Reply) => void;
  readonly gate?: Gate;
}): Ask {
  return async (step, request, signal) => {
    const attempts: Attempt[] = [];
    let last: Attempted | null = null;
    for (;;) {
      const passed = await gate(request);
      if (passed.kind === "no") {
        if (last === null) return { reply: unsent(passed.failure), attempts, otherReading: null };
        return { reply: last.reply, attempts, otherReading: both ? await secondReading(open, last) : null };
      }
      last = await attemptOnce({ open, wire, step, attempt: attempts.length + 1, request, signal });
      await passed.done(last.reply);
      const { reply } = last;
      onReply(reply);
      attempts.push(attemptOf(last, wire.count() - 1));
      const isLast = attempts.length > retry.retries(step) || !mayAskAgain(reply) || signal.aborted;
      if (isLast || retry.mayAskAgain?.() === false) {
        return { reply, attempts, otherReading: both ? await secondReading(open, last) : null };
      }
      await retry.sleep(retry.delayMs(attempts.length, reply.failure?.retryAfterMs ?? null), signal);
    }
  };
}

type Attempted = {
  readonly reply: Reply;
  readonly recorded: RecordedExchange | null;
  readonly content: ContentPace | null;
};

function unsent(failure: ChatFailure): Reply {
  return fold([{ kind: "reply-failed", failure }]);
}

async function attemptOnce({
  open,
  wire,
  step,
  attempt,
  request,
  signal,
}: {
  readonly open: OpenTarget;
  readonly wire: TrialWire;
  readonly step: string;
  readonly attempt: number;
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
}): Promise<Attempted> {
  const linked = wire.begin({ step, attempt }, signal);
  const { watch, pace } = watchPace(wire.arrivedMs);
  const reply = await open.scope.during(wire.exchange, () => foldAsync(watch(open.send(request, linked))));
  return { reply, recorded: await wire.end(), content: pace() };
}

function mayAskAgain({ failure }: Reply): boolean {
  if (failure === null || failure.phase === "body") return false;
  return failure.kind === "throttled" || failure.kind === "unavailable";
}

function attemptOf({ reply, recorded, content }: Attempted, exchange: number): Attempt {
  const lastArrival = recorded?.chunks.at(-1)?.[0];
  return {
    exchange: recorded === null ? null : exchange,
    startedAt: recorded === null ? null : recorded.startedAt,
    firstByteMs: recorded === null ? null : recorded.firstByteMs,
    totalMs: lastArrival ?? recorded?.firstByteMs ?? null,
    status: reply.status,
    requestId: reply.requestId,
    failure: reply.failure === null ? null : reply.failure.kind,
    ...(content === null ? {} : { content }),
  };
}

async function secondReading(open: OpenTarget, { reply, recorded }: Attempted): Promise<Turn["otherReading"]> {
  return recorded === null || recorded.response === null ? null : readAgain({ open, reply, recorded });
}
