import type { Credentials } from "../../adapters/adapter.js";
import { authorize, scopeOf } from "../../adapters/bedrock/bedrock-auth.js";
import { bedrockEndpoint } from "../../adapters/bedrock/bedrock-sdk.js";
import { ChatError } from "../../chat/failure.js";
import type { Target } from "../../chat/target.js";
import { simulatorUrl } from "../../runner/simulator-url.js";
import { type Exchange, type RecordedExchange, TransportError, type WireRequest } from "../../wire/exchange.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import { recordExchange } from "../../wire/transport/record.js";
import type { AskedExchange } from "./answer.js";
import { reportedOutputTokens } from "./judge-probe.js";
import { bodyOf, type PlannedAsk } from "./plan-probes.js";

export type AskProbesOptions = {
  /** Reaches the services, with our deadlines. One ask is one attempt. */
  readonly exchange: Exchange;
  readonly credentialsFor: (target: Target) => Credentials;
  /** The URL of a simulator; null: the services themselves. */
  readonly simulator: string | null;
  readonly redactor: Redactor;
  /** What replies may cost beyond their plan, in US dollars, where services do not keep to the limits of the requests. */
  readonly spareUsd: number;
  /** Starts no further ask. */
  readonly stop: AbortSignal;
  /** Aborts the ask under way. */
  readonly abort: AbortSignal;
  /** Receives each exchange as soon as it has ended, redacted. */
  readonly onAsked: (planned: PlannedAsk, exchange: RecordedExchange) => Promise<void>;
};

/** `overspent`: why no more was asked, where replies were so much longer than their limits that the money might not do; null: it does. */
export type AskedProbes = {
  readonly exchanges: ReadonlyMap<string, AskedExchange>;
  readonly overspent: string | null;
};

/**
 * Asks one after the other, each once and without a retry. Stops where replies have so many more tokens than were planned that the price of
 * the plan no longer holds.
 */
export async function askProbes(asks: readonly PlannedAsk[], options: AskProbesOptions): Promise<AskedProbes> {
  const exchanges = new Map<string, AskedExchange>();
  let spareUsd = options.spareUsd;
  for (const planned of asks) {
    if (options.stop.aborted) break;
    const recorded = await askOnce(planned, options);
    if (recorded === null) continue;
    const redacted = options.redactor.exchange(recorded);
    const asked = { exchange: redacted, isSigned: options.credentialsFor(planned.target).kind === "aws" };
    exchanges.set(planned.ask.name, asked);
    await options.onAsked(planned, redacted);
    const { outputTokens, outputPerMillion } = planned.bound;
    const tokens = reportedOutputTokens(asked) ?? 0;
    spareUsd -= (Math.max(0, tokens - outputTokens) * outputPerMillion) / 1_000_000;
    if (spareUsd < 0) {
      const { name } = planned.ask;
      return { exchanges, overspent: `${name}: ${tokens} tokens came, and ${outputTokens} were planned` };
    }
  }
  return { exchanges, overspent: null };
}

/** Null: it could not be signed. */
async function askOnce(planned: PlannedAsk, options: AskProbesOptions): Promise<RecordedExchange | null> {
  const credentials = options.credentialsFor(planned.target);
  const taken: RecordedExchange[] = [];
  const exchange = recordExchange(options.exchange, (one) => void taken.push(one));
  try {
    const signed = await authorize(requestOf(planned, options.simulator), scopeOf(planned.target, credentials));
    const { chunks } = await exchange(signed, options.abort);
    for await (const _ of chunks);
  } catch (error) {
    if (!(error instanceof TransportError) && !(error instanceof ChatError)) throw error;
  }
  return taken[0] ?? null;
}

/** The request of an ask, without its authentication. */
export function requestOf({ ask, target }: PlannedAsk, simulator: string | null): WireRequest {
  const own = bedrockEndpoint({ baseUrl: null, target });
  const base = simulator === null ? own : simulatorUrl(simulator, target.baseUrl);
  const url = ask.atOrigin === true ? new URL(ask.path, base).href : `${base}${ask.path}`;
  const body = ask.body === null ? null : bodyOf(ask.body);
  const headers = [
    ["accept", ask.body?.["stream"] === true ? "text/event-stream" : "application/json"],
    ...(body === null ? [] : [["content-type", "application/json"] as const]),
    ...Object.entries(ask.headers ?? {}),
  ] as const;
  return { method: ask.method, url, headers, body };
}
