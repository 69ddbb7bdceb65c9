import type { JsonObject } from "../../chat/json.js";
import type { Target } from "../../chat/target.js";
import { SelectionError } from "../../scenario/selection-error.js";
import type { Upstream } from "./model-members.js";
import type { ModelSettings } from "./router-file.js";

/**
 * The target with the upstream and the body members of its entry. Throws {@link SelectionError} for an upstream where the
 * service has none.
 */
export function configured(target: Target, { upstream, extra }: ModelSettings, hasUpstreams: boolean): Target {
  const own: JsonObject = JSON.parse(JSON.stringify(extra));
  if (upstream === undefined) return { ...target, extra: { ...target.extra, ...own } };
  if (!hasUpstreams) {
    throw new SelectionError(
      `${target.provider} has no upstreams to choose from`,
      "remove upstream, which OpenRouter reads",
    );
  }
  const provider = preferencesOf(upstream);
  const upstreamPin = pinOf(upstream);
  const upstreamName = upstreamPin === target.upstreamPin ? target.upstreamName : null;
  return { ...target, upstreamPin, upstreamName, extra: { ...target.extra, ...own, provider } };
}

/** Whether other upstreams may answer than those that were measured: evidence about the unpinned target says nothing of it. */
export function isElsewhere({ upstream }: ModelSettings): boolean {
  return upstream !== undefined && pinOf(upstream) === null;
}

function preferencesOf(upstream: Upstream): JsonObject {
  if (typeof upstream === "string") return { only: [upstream], allow_fallbacks: false };
  return JSON.parse(JSON.stringify(upstream));
}

/** The one upstream that may answer; null: several may. */
function pinOf(upstream: Upstream): string | null {
  if (typeof upstream === "string") return upstream;
  const [first, ...others] = upstream.only ?? (upstream.allow_fallbacks === false ? (upstream.order ?? []) : []);
  return first === undefined || others.length > 0 ? null : first;
}
