import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import type { HarEntry } from "../../../wire/har/har.js";
import { sameJson } from "../../../wire/json.js";
import type { ArmPair } from "../again/again-arm.js";
import { judgeExchange } from "../again/judge-again.js";
import { pairOrder } from "../again/pair-order.js";

/** Calls that were asked again, and how their order was drawn. */
export type AskedAgain = { readonly calls: readonly AgainCall[]; readonly pairs: number; readonly seed: number };

/**
 * The first thing of calls asked again that does not follow: their order from the seed, each request from the bundle, each judgement from the
 * bytes. Null: all does. The end of a sentence about their file.
 */
export async function againFault(
  asked: AskedAgain,
  { entries, arms }: { readonly entries: readonly HarEntry[]; readonly arms: ArmPair },
): Promise<string | null> {
  const order = orderFault(asked, arms.working !== null);
  if (order !== null) return order;
  for (const [at, call] of asked.calls.entries()) {
    const earlier = asked.calls.slice(0, at).map(({ requestId }) => requestId);
    const fault = await callFault(call, { entries, earlier, arms });
    if (fault !== null) return `has call ${call.call}, ${fault}`;
  }
  return null;
}

/** The calls in the order of the seed: pair by pair, a second call only after a first that counts. */
function orderFault({ calls, pairs, seed }: AskedAgain, hasWorking: boolean): string | null {
  const expected = pairOrder(pairs, seed).flatMap((order, at) =>
    order.filter((arm) => arm === "failing" || hasWorking).map((arm) => ({ arm, pair: at + 1 })),
  );
  let next = 0;
  for (const [at, call] of calls.entries()) {
    const before = calls[at - 1];
    if (before?.outcome === "excluded" && expected[next]?.pair === before.pair) next += 1;
    const { arm, pair } = expected[next] ?? { arm: null, pair: null };
    if (call.call !== at + 1 || call.arm !== arm || call.pair !== pair) {
      return `has call ${call.call} out of the order that its seed gives`;
    }
    next += 1;
  }
  return null;
}

type Around = {
  readonly entries: readonly HarEntry[];
  /** The request ids of the calls before. */
  readonly earlier: readonly (string | null)[];
  readonly arms: ArmPair;
};

async function callFault(call: AgainCall, { entries, earlier, arms }: Around): Promise<string | null> {
  const isExcluded = call.outcome === "excluded";
  if (call.entry === null) return isExcluded ? null : "which counts, although nothing was sent for it";
  const arm = arms[call.arm];
  const exchange = entries[call.entry]?.exchange;
  if (arm === null || exchange === undefined) return "whose exchange is missing";
  const own = Buffer.from(arm.exchange.request.body ?? new Uint8Array());
  if (!own.equals(exchange.request.body ?? new Uint8Array())) return "which sent a different body from the bundle's";
  if (call.reason === "aborted" && exchange.error?.kind === "aborted") return null;
  if (call.reason === "copied-reply" && isExcluded && earlier.includes(call.requestId)) return null;
  const judged = await judgeExchange(arm, exchange);
  const { outcome, reason, findings, upstream } = call;
  if (sameJson(judged, { outcome, reason, findings, upstream })) return null;
  return `whose outcome does not match its bytes: ${judged.outcome}`;
}
