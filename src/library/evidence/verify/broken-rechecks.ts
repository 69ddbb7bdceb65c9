import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import { decideRecheck } from "../../../verdict/evidence/recheck-decision.js";
import { type RecheckFile, recheckFileSchema } from "../../../verdict/evidence/recheck-file.js";
import { type HarEntry, readHar } from "../../../wire/har/har.js";
import { sameJson } from "../../../wire/json.js";
import { judgeExchange } from "../again/judge-again.js";
import { pairOrder } from "../again/pair-order.js";
import { recheckSource } from "../again/recheck-source.js";
import { recordedCase } from "../again/recorded-case.js";
import type { BundleFiles, BundleSources } from "../bundle-sources.js";
import { type Problem, problemOf } from "../problem.js";
import { recheckFile } from "../recheck-names.js";
import { parseFile } from "../source-json.js";

type Source = ReturnType<typeof recheckSource>;

/**
 * Rechecks that do not follow from their bytes: the record is counted again, the order drawn again from the hash that it names, every reply
 * decoded and judged anew, every request compared with that of the bundle, and the decision made again. Empty: all do.
 */
export async function brokenRechecks(files: BundleFiles, sources: BundleSources): Promise<readonly Problem[]> {
  const paths = [...files.keys()].filter((path) => recheckFile(path)?.kind === "json");
  if (paths.length === 0) return [];
  const source = recheckSource(sources);
  const problems: Problem[] = [];
  for (const path of paths) {
    const file = parseFile(files, path, recheckFileSchema());
    const har = path.replace(/json$/, "har");
    const { entries } = readHar(Buffer.from(files.get(har) ?? "").toString("utf8"), har);
    const says = await faultOf(file, entries, source);
    if (says !== null) problems.push(problemOf(path, says));
  }
  return problems;
}

/** The first thing that does not follow; null: nothing. */
async function faultOf(file: RecheckFile, entries: readonly HarEntry[], source: Source): Promise<string | null> {
  const { calls, recorded } = file;
  if (file.seed !== Number.parseInt(file.previous.slice(0, 8), 16))
    return "has a seed that is not of the list before it";
  const order = orderFault(file, source.arms.working !== null);
  if (order !== null) return order;
  const counted = await recordedCase(source.arms, source.cells);
  if (!sameJson(counted, recorded)) return "says that other calls were recorded than the bundle holds";
  for (const [at, call] of calls.entries()) {
    const earlier = calls.slice(0, at).map(({ requestId }) => requestId);
    const fault = await callFault(call, { entries, earlier, arms: source.arms });
    if (fault !== null) return `has call ${call.call}, ${fault}`;
  }
  const { decision, says } = decideRecheck(calls, recorded);
  return decision === file.decision && sameJson(says, file.says)
    ? null
    : `decides otherwise than its calls: ${decision}`;
}

/** The calls in the order of the seed: pair by pair, a second call only after a first that counts. */
function orderFault({ calls, pairs, seed }: RecheckFile, hasWorking: boolean): string | null {
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
  readonly arms: Source["arms"];
};

async function callFault(call: AgainCall, { entries, earlier, arms }: Around): Promise<string | null> {
  const isExcluded = call.outcome === "excluded";
  if (call.entry === null) return isExcluded ? null : "which counts, and of which nothing was sent";
  const arm = arms[call.arm];
  const exchange = entries[call.entry]?.exchange;
  if (arm === null || exchange === undefined) return "whose exchange is not there";
  const own = Buffer.from(arm.exchange.request.body ?? new Uint8Array());
  if (!own.equals(exchange.request.body ?? new Uint8Array())) return "which sent another body than the bundle's";
  if (call.reason === "aborted" && exchange.error?.kind === "aborted") return null;
  if (call.reason === "copied-reply" && isExcluded && earlier.includes(call.requestId)) return null;
  const judged = await judgeExchange(arm, exchange);
  const { outcome, reason, findings, upstream } = call;
  if (sameJson(judged, { outcome, reason, findings, upstream })) return null;
  return `which is judged otherwise than its bytes: ${judged.outcome}`;
}
