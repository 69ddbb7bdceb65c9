import { wholeOf } from "../../../chat/api.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { FailingCall } from "../levels/flip.js";

/**
 * The failing call with every member of its body in the request, and none in the target: so a factor can change a member that the
 * target adds, and the body stays the same.
 */
export function carried(call: FailingCall): FailingCall {
  const { request, target } = call;
  return {
    ...call,
    request: { ...request, extra: { ...mergedInto(target.extra, request.extra) } },
    target: { ...target, extra: {} },
  };
}

/** A request that carries its members, as it is sent at a target; `leftOut`: members that only the place before has. */
export function carriedTo(
  request: ChatRequest,
  from: Target,
  to: Target,
): { readonly request: ChatRequest; readonly leftOut: readonly string[] } {
  const isHere = from.provider === to.provider && wholeOf(from.api) === wholeOf(to.api);
  const own = Object.keys(request.extra);
  const leftOut = isHere ? [] : own.filter((name) => !reaches(name, from, to));
  const kept = Object.fromEntries(Object.entries(request.extra).filter(([name]) => !leftOut.includes(name)));
  const extra = isHere && from.upstreamPin === to.upstreamPin ? kept : withPin(kept, to);
  return {
    request: { ...request, model: to.providerModelId, extra },
    leftOut: leftOut.filter((name) => name !== "usage"),
  };
}

/** Members that one provider alone reads. Source: openrouter.ai/docs, API reference, 2026-11-29. */
const ofOpenRouter: ReadonlySet<string> = new Set([
  "include_reasoning",
  "models",
  "plugins",
  "preset",
  "provider",
  "reasoning",
  "route",
  "transforms",
  "usage",
]);

/** Members of one API mean nothing in another; within one API, those of a gateway mean nothing elsewhere. */
function reaches(name: string, from: Target, to: Target): boolean {
  if (wholeOf(from.api) !== wholeOf(to.api)) return false;
  return from.provider === to.provider || !ofOpenRouter.has(name);
}

/** As the adapters merge: one member replaces another, and additional fields are merged one by one. */
function mergedInto(base: JsonObject, over: JsonObject): JsonObject {
  const merged: { [name: string]: JsonValue } = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const known = merged[name];
    const isDeep = name === "additionalModelRequestFields" && isJsonObject(known) && isJsonObject(value);
    merged[name] = isDeep ? mergedFields(known, value) : value;
  }
  return merged;
}

function mergedFields(base: JsonObject, over: JsonObject): JsonObject {
  const merged: { [name: string]: JsonValue } = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const known = merged[name];
    merged[name] = isJsonObject(known) && isJsonObject(value) ? mergedFields(known, value) : value;
  }
  return merged;
}

/** The members that the new target adds, and its pinned upstream and no other, beside the preferences that the request has. */
function withPin(kept: JsonObject, { upstreamPin, extra }: Target): JsonObject {
  const merged = mergedInto(kept, extra);
  const { provider } = kept;
  const { order: _, only: __, allow_fallbacks: ___, ...preferences } = isJsonObject(provider) ? provider : {};
  const pin = upstreamPin === null ? {} : { only: [upstreamPin], allow_fallbacks: false };
  const all = { ...preferences, ...pin };
  if (Object.keys(all).length > 0) return { ...merged, provider: all };
  const { provider: ____, ...others } = merged;
  return others;
}
