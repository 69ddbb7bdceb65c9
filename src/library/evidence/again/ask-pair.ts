import type { Target } from "../../../chat/target.js";
import type { Budget } from "../../../runner/live/budget.js";
import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import type { Exchange } from "../../../wire/exchange.js";
import type { HarEntry } from "../../../wire/har/har.js";
import type { Redactor } from "../../../wire/secrets/redact.js";
import type { CredentialsFor } from "../../credentials.js";
import { type AgainArm, type ArmPair, armsOf } from "./again-arm.js";
import { checkArm } from "./check-arm.js";
import { type AgainJudgement, type AskedReply, judgeAgain } from "./judge-again.js";
import { type AskArm, openArm } from "./open-arm.js";
import { pairOrder } from "./pair-order.js";

/** The requests to ask again, how often, and the seed of the order inside each pair. */
export type AskPair = ArmPair & { readonly pairs: number; readonly seed: number };

export type AskPairOptions = {
  /** Reaches the services, with our deadlines. One call is one attempt. */
  readonly exchange: Exchange;
  readonly credentialsFor: CredentialsFor;
  /** Null: the target's own address. */
  readonly baseUrlFor: (target: Target) => string | null;
  readonly budget: Budget;
  readonly redactor: Redactor;
  /** Asks nothing more. */
  readonly stop: AbortSignal;
  /** Aborts the call under way, too. */
  readonly abort: AbortSignal;
  /** Called after each call. */
  readonly onCall: (call: AgainCall) => void;
};

/** `entries`: the exchanges, without secrets; a call names its own by `entry`. `ended`: why fewer pairs were asked; null: all were. */
export type AskedPair = {
  readonly calls: readonly AgainCall[];
  readonly entries: readonly HarEntry[];
  readonly ended: string | null;
};

type OpenArm = { readonly arm: AgainArm; readonly ask: AskArm; readonly costUsd: number | null };

/** So many pairs in a row without a reply that counts, and nothing more is asked: the service is not there. */
const mostVoid = 3;

/**
 * Asks the two requests in pairs, the order inside each drawn by the seed, one call at a time. A pair is void as soon as a call of it is
 * excluded (throttled, refused for the account, no connection), and its other call is then not made. Ends early on a stop, at the limit
 * of the budget, where a key is refused, and after three void pairs in a row; what was asked is kept. Rejects with a UsageError for a
 * request that does not fit its target.
 */
export async function askPair(pair: AskPair, options: AskPairOptions): Promise<AskedPair> {
  const open = await Promise.all(armsOf(pair).map((arm) => openOne(arm, options)));
  const asked: Asked = { calls: [], entries: [], ids: new Set() };
  const ended = await askPairs(pair, { open, asked, options });
  return { calls: asked.calls, entries: asked.entries, ended };
}

type Asked = { readonly calls: AgainCall[]; readonly entries: HarEntry[]; readonly ids: Set<string> };

type Asking = { readonly open: readonly OpenArm[]; readonly asked: Asked; readonly options: AskPairOptions };

/** Resolves with why it ended early; null: it did not. */
async function askPairs({ pairs, seed }: AskPair, asking: Asking): Promise<string | null> {
  const { open, options } = asking;
  const cost = costOfPair(open);
  let isVoid = 0;
  for (const [at, order] of pairOrder(pairs, seed).entries()) {
    if (isStopped(options)) return "stopped by a signal";
    if (isVoid === mostVoid) return `${mostVoid} pairs in a row had no reply that counts`;
    const refusal = options.budget.reserve(cost);
    if (refusal !== null) return refusal;
    const excluded = (await askOnePair(at + 1, order, asking)).find(({ outcome }) => outcome === "excluded");
    options.budget.release(cost);
    if (excluded !== undefined && forGood.includes(excluded.reason ?? "")) {
      return `${excluded.reason}: asking again gives the same`;
    }
    isVoid = excluded === undefined ? 0 : isVoid + 1;
  }
  return null;
}

function isStopped({ stop, abort }: AskPairOptions): boolean {
  return stop.aborted || abort.aborted;
}

/** A whole pair is reserved, or nothing: half a pair compares nothing. */
function costOfPair(open: readonly OpenArm[]): { readonly calls: number; readonly costUsd: number | null } {
  const costs = open.map(({ costUsd }) => costUsd);
  const costUsd = costs.includes(null) ? null : costs.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return { calls: open.length, costUsd };
}

/** Reasons that do not pass by themselves. */
const forGood: readonly string[] = [
  ...["credentials", "model-access", "inference-profile", "model-retired", "model-not-found"],
  ...["wrong-address", "region", "unsupported", "api-unsupported", "caching-unsupported", "harness-fault"],
];

async function openOne(arm: AgainArm, options: AskPairOptions): Promise<OpenArm> {
  const { exchange, credentialsFor, baseUrlFor } = options;
  const costUsd = await checkArm(arm);
  const reach = { exchange, credentials: credentialsFor(arm.target), baseUrl: baseUrlFor(arm.target) };
  return { arm, ask: await openArm(arm, reach), costUsd };
}

async function askOnePair(
  pair: number,
  order: readonly AgainArm["name"][],
  { open, asked, options }: Asking,
): Promise<readonly AgainCall[]> {
  const made: AgainCall[] = [];
  for (const one of order.flatMap((name) => open.filter(({ arm }) => arm.name === name))) {
    if (isStopped(options) || made.some(({ outcome }) => outcome === "excluded")) break;
    const call = await askOne(one, { pair, asked, options });
    made.push(call);
    options.onCall(call);
  }
  return made;
}

type OneCall = Omit<Asking, "open"> & { readonly pair: number };

async function askOne({ arm, ask, costUsd }: OpenArm, { pair, asked, options }: OneCall): Promise<AgainCall> {
  const answer = await ask(options.abort);
  const { reply, recorded } = answer;
  const number = asked.calls.length + 1;
  if (recorded !== null) {
    options.budget.spend(reply.usage, arm.target.price, costUsd);
    const exchange = options.redactor.exchange(recorded);
    asked.entries.push({ exchange, trial: number, step: arm.step, attempt: 1, client: "http" });
  }
  const call: AgainCall = {
    call: number,
    pair,
    arm: arm.name,
    ...clean(judgeOnce(arm, answer, asked.ids), options.redactor),
    startedAt: recorded?.startedAt ?? null,
    requestId: reply.requestId === null ? null : options.redactor.text(reply.requestId),
    status: reply.status,
    entry: recorded === null ? null : asked.entries.length - 1,
  };
  asked.calls.push(call);
  return call;
}

/** What a service names itself may repeat a key. */
function clean(judged: AgainJudgement, redactor: Redactor): AgainJudgement {
  return { ...judged, upstream: judged.upstream === null ? null : redactor.text(judged.upstream) };
}

/** A request id that was seen before is a copy from a cache on the way: no new reply. */
function judgeOnce(arm: AgainArm, answer: AskedReply, ids: Set<string>): AgainJudgement {
  const judged = judgeAgain(arm, answer);
  const { requestId } = answer.reply;
  const isCopy = requestId !== null && ids.has(requestId);
  if (requestId !== null) ids.add(requestId);
  return isCopy ? { ...judged, outcome: "excluded", reason: "copied-reply", findings: [] } : judged;
}
