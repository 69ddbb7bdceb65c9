import { noAliases } from "../../adapters/adapter.js";
import { readerFor } from "../../adapters/registry.js";
import type { FailureKind } from "../../chat/failure.js";
import { foldAsync } from "../../chat/fold.js";
import type { Target } from "../../chat/target.js";
import { clipped } from "../../verdict/compare-text.js";
import { type AskedExchange, readAnswer } from "../probes/answer.js";
import { quoteOf } from "../probes/decide.js";

/**
 * What an answer says about a surface. `served`: the model answered there, or its service refused a setting of the request alone.
 * `not-served`: the surface, or the id there, was refused. `key-refused`, `key-missing`, `not-asked`: nothing is known. `undecided`: the
 * answer says neither.
 */
export type RouteState = "served" | "not-served" | "key-refused" | "key-missing" | "not-asked" | "undecided";

/** `says`: the words of the answer, in one line; of one that decides nothing, its bytes. */
export type RouteVerdict = { readonly state: RouteState; readonly says: string };

/** Refusals of the place, or of the id at it. */
const elsewhere: ReadonlySet<FailureKind> = new Set<FailureKind>([
  ...(["wrong-address", "api-unsupported", "model-not-found", "inference-profile"] as const),
  ...(["model-retired", "routing"] as const),
]);

/** Refusals of a setting, which only a route that knows the model can make (aws-samples/sample-per-model-bedrock 2ef21bd, 2026-08-22). */
const ofSettings: ReadonlySet<FailureKind> = new Set<FailureKind>(["parameter-unsupported", "output-limit"]);

/** Decides from the bytes, read as every reply of the API is. */
export async function judgeRoute(asked: AskedExchange, target: Target): Promise<RouteVerdict> {
  const { response, chunks } = asked.exchange;
  const answer = readAnswer(asked);
  const bytes = quoteOf(answer);
  if (response === null || answer.broken !== null) return { state: "undecided", says: bytes };
  const reader = await readerFor(target.api);
  const { failure } = await foldAsync(
    reader.read({ ...response, chunks: bodyOf(chunks) }, { target, aliases: noAliases }),
  );
  if (failure === null) return { state: "served", says: bytes };
  const state = stateOf(failure.kind);
  return { state, says: state === "undecided" ? bytes : `HTTP ${response.status}: ${clipped(failure.message, 240)}` };
}

async function* bodyOf(chunks: AskedExchange["exchange"]["chunks"]): AsyncGenerator<Uint8Array> {
  for (const [, bytes] of chunks) yield bytes;
}

function stateOf(kind: FailureKind): RouteState {
  if (elsewhere.has(kind)) return "not-served";
  if (ofSettings.has(kind)) return "served";
  return kind === "credentials" ? "key-refused" : "undecided";
}
