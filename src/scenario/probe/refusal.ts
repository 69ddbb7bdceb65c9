import type { ChatFailure, FailureKind } from "../../chat/failure.js";
import { isJsonObject, type JsonValue } from "../../chat/json.js";
import type { WireChange } from "../../chat/wire-change.js";
import type { Expectation } from "../expectation.js";

/** The refusal that a probe expects. */
export type ExpectedRefusal = Extract<Expectation, { kind: "refused" }>;

/** The refusal that a step expects; null: it expects an answer. A step with one is a probe. */
export function expectedRefusal({ expect }: { readonly expect: readonly Expectation[] }): ExpectedRefusal | null {
  return expect.find((one) => one.kind === "refused") ?? null;
}

/** Failures that a wrong key, and an unknown model, are refused with. Services differ in their words, and some hide which it is. */
const ofWrongKey: readonly FailureKind[] = ["credentials", "model-access"];
const ofUnknownModel: readonly FailureKind[] = [
  ...(["model-not-found", "model-access", "wrong-address", "routing", "api-unsupported", "inference-profile"] as const),
];

/** Failures of the service or of the way to it, which any request may meet. */
const ofAnyRequest: ReadonlySet<FailureKind> = new Set([
  ...(["throttled", "quota", "timeout", "network", "truncated", "protocol", "region"] as const),
  ...(["too-large", "aborted", "replay-miss", "harness-fault", "content-filter"] as const),
]);

/** Failures of the account or of the model's place, which say nothing about a request unless they name what is wrong in it. */
const ofAccount: ReadonlySet<FailureKind> = new Set([
  ...(["credentials", "model-access", "inference-profile", "model-retired", "model-not-found"] as const),
  ...(["wrong-address", "routing", "api-unsupported", "tools-unsupported", "streaming-tools-unsupported"] as const),
  "streaming-unsupported",
]);

/** A failed probe: the failure, and what the request changed. */
export type FailedProbe = { readonly failure: ChatFailure; readonly change: WireChange | null };

/**
 * True if a failure is about what a probe asks: a refusal that would not be there without it. False for what any request may meet:
 * throttling, an outage, an account without access. A plain 500 is an answer to the probe: services break on what they do not check.
 */
export function isAboutProbe({ failure, change }: FailedProbe, expected: ExpectedRefusal): boolean {
  const { kind, phase, status } = failure;
  if (phase === "local" || phase === "connect" || ofAnyRequest.has(kind)) return false;
  if (phase === "body") return true;
  if (kind === "unavailable" || (status ?? 0) >= 500) return status === 500;
  if (change?.wrongKey === true && ofWrongKey.includes(kind)) return true;
  if (change?.model !== null && change !== null && ofUnknownModel.includes(kind)) return true;
  return !ofAccount.has(kind) || namedIn(failure, expected.names) !== null;
}

/** The first of the names that the words of a refusal have, its upstream's words included, without regard to case; null: none. */
export function namedIn(
  { message, raw }: Pick<ChatFailure, "message" | "raw">,
  names: readonly string[],
): string | null {
  const text = [message, ...wordsIn(raw)].join("\n").toLowerCase();
  return names.find((name) => text.includes(name.toLowerCase())) ?? null;
}

/** Members that say who answered, and whom. */
const ofPlace: ReadonlySet<string> = new Set(["provider_name", "user_id", "request_id"]);

/** The texts in a JSON value, and in the JSON that a text may hold; its members' names are the API's, and say nothing. */
function wordsIn(value: JsonValue): readonly string[] {
  if (typeof value === "string") {
    const inner = parsed(value);
    return inner === null ? [value] : wordsIn(inner);
  }
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => (ofPlace.has(name) ? [] : wordsIn(member ?? null)));
}

/** A JSON object or list that a text holds; null: it holds none. */
function parsed(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
