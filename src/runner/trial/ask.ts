import { foldAsync } from "../../chat/fold.js";
import type { Reply } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Attempt, Turn } from "../../transcript/transcript.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import type { Ask } from "./converse.js";
import type { OpenTarget } from "./open-target.js";
import type { RetryPolicy } from "./retry-policy.js";
import { readAgain } from "./second-reading.js";
import type { TrialWire } from "./trial-wire.js";

/** Asks through one opened target over the wire of one trial. `both`: the second client reads the same bytes; `onReply` is called after every attempt. */
export function createAsk({
  open,
  wire,
  retry,
  both,
  onReply,
}: {
  readonly open: OpenTarget;
  readonly wire: TrialWire;
  readonly retry: RetryPolicy;
  readonly both: boolean;
  readonly onReply: (reply: Reply) => void;
}): Ask {
  return async (step, request, signal) => {
    const attempts: Attempt[] = [];
    for (;;) {
      const { reply, recorded } = await attemptOnce({
        open,
        wire,
        step,
        attempt: attempts.length + 1,
        request,
        signal,
      });
      onReply(reply);
      attempts.push(attemptOf(reply, recorded, wire.count() - 1));
      if (attempts.length > retry.retries(step) || !mayAskAgain(reply) || signal.aborted) {
        return { reply, attempts, otherReading: both ? await secondReading(open, reply, recorded) : null };
      }
      await retry.sleep(retry.delayMs(attempts.length, reply.failure?.retryAfterMs ?? null), signal);
    }
  };
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
}): Promise<{ readonly reply: Reply; readonly recorded: RecordedExchange | null }> {
  const linked = wire.begin({ step, attempt }, signal);
  const reply = await open.scope.during(wire.exchange, () => foldAsync(open.send(request, linked)));
  return { reply, recorded: await wire.end() };
}

function mayAskAgain({ failure }: Reply): boolean {
  if (failure === null || failure.phase === "body") return false;
  return failure.kind === "throttled" || failure.kind === "unavailable";
}

function attemptOf(reply: Reply, recorded: RecordedExchange | null, exchange: number): Attempt {
  const lastArrival = recorded?.chunks.at(-1)?.[0];
  return {
    exchange: recorded === null ? null : exchange,
    startedAt: recorded === null ? null : recorded.startedAt,
    firstByteMs: recorded === null ? null : recorded.firstByteMs,
    totalMs: lastArrival ?? recorded?.firstByteMs ?? null,
    status: reply.status,
    requestId: reply.requestId,
    failure: reply.failure === null ? null : reply.failure.kind,
  };
}

async function secondReading(
  open: OpenTarget,
  reply: Reply,
  recorded: RecordedExchange | null,
): Promise<Turn["otherReading"]> {
  return recorded === null || recorded.response === null ? null : readAgain({ open, reply, recorded });
}
