import type { Client } from "../../chat/api.js";
import type { Reply } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { Budget } from "../../runner/live/budget.js";
import { createAsk } from "../../runner/trial/ask.js";
import { nonceOf, withNonce } from "../../runner/trial/nonce.js";
import { type OpenTarget, openTarget } from "../../runner/trial/open-target.js";
import { noRetries } from "../../runner/trial/retry-policy.js";
import { createSerialScope } from "../../runner/trial/trial-scope.js";
import { liveWire } from "../../runner/trial/trial-wire.js";
import type { Turn } from "../../transcript/transcript.js";
import type { PlacedRequest } from "../../verdict/experiment/places/place.js";
import type { Exchange, RecordedExchange } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { CredentialsFor } from "../credentials.js";

/** How the services of an experiment are reached. */
export type ArmReach = {
  readonly exchange: Exchange;
  readonly credentialsFor: CredentialsFor;
  /** Null: the target's own address. */
  readonly baseUrlFor: (target: Target) => string | null;
  readonly budget: Budget;
  /** Of the references that vary the prompts. */
  readonly nonceSeed: number;
};

/** A call that was made: its turn, the bytes (null: nothing was sent), and what it cost in US dollars, an estimate where the reply does not tell. */
export type AskedArm = { readonly turn: Turn; readonly recorded: RecordedExchange | null; readonly costUsd: number };

/** `nonce`: the number of the reference; null: the body goes out as it is. `mostUsd`: what it costs if the reply does not tell; null: not known. */
type ArmCall = {
  readonly step: string;
  readonly nonce: number | null;
  readonly signal: AbortSignal;
  readonly mostUsd: number | null;
};

/** Asks requests at their places, with open clients that are used again. */
export type ArmAsker = {
  readonly ask: (placed: PlacedRequest, of: ArmCall) => Promise<AskedArm>;
};

export function createArmAsker(reach: ArmReach): ArmAsker {
  const idle = new Map<string, Promise<OpenTarget>[]>();
  return {
    ask: async ({ request, target, client }, { step, nonce, signal, mostUsd }) => {
      const key = JSON.stringify([target.id, target.baseUrl, target.keyVariable, client]);
      const free = idle.get(key) ?? [];
      idle.set(key, free);
      const opened = free.pop() ?? openAt(target, client, reach);
      try {
        const wire = liveWire(reach.exchange);
        const counted = new Budget({ maxCalls: null, maxCostUsd: null });
        const onReply = ({ usage, failure }: Reply): void => {
          // A refusal before the reply began is free.
          const estimate = failure === null || failure.phase === "body" ? mostUsd : 0;
          for (const one of [reach.budget, counted]) one.spend(usage, target.price, estimate);
        };
        const ask = createAsk({ open: await opened, wire, retry: noRetries, both: false, onReply });
        const sent = nonce === null ? request : withReference(request, nonceOf(reach.nonceSeed, nonce));
        const { reply, attempts } = await ask(step, sent, signal);
        return {
          turn: { step, request: sent, leftOut: [], reply, attempts, otherReading: null },
          recorded: wire.taken()[0]?.exchange ?? null,
          costUsd: counted.spent.costUsd,
        };
      } finally {
        free.push(opened);
      }
    },
  };
}

/** A client of its own for each call under way, so that no promise has to carry which call it belongs to. */
function openAt(target: Target, client: Client, { credentialsFor, baseUrlFor }: ArmReach): Promise<OpenTarget> {
  return openTarget({
    target,
    client,
    credentials: credentialsFor(target),
    makeTransport: (exchange) => transportOf(exchange),
    baseUrl: baseUrlFor(target),
    scope: createSerialScope(),
  });
}

/** The reference that a run with --nonce wrote, which another one takes the place of. */
const reference = /^\[ref [0-9a-f]{6}\] /;

/** The request with this reference before its first text, in place of one that is there. */
export function withReference(request: ChatRequest, nonce: string): ChatRequest {
  const plain = withoutReference(request);
  return { ...plain, messages: withNonce(plain.messages, nonce) };
}

/** The request without the reference that a run put before its first text. */
export function withoutReference(request: ChatRequest): ChatRequest {
  let isFirst = true;
  const messages = request.messages.map((message) => {
    if (message.role !== "user" || !isFirst) return message;
    const parts = message.parts.map((part) => {
      if (part.kind !== "text" || !isFirst) return part;
      isFirst = false;
      return { ...part, text: part.text.replace(reference, "") };
    });
    return { ...message, parts };
  });
  return { ...request, messages };
}
