import type { Behaviour } from "../profile.js";
import type { ModelRequest } from "./model-request.js";

type Routed = Pick<ModelRequest, "upstreamPin" | "ignoredUpstreams">;

/**
 * The upstream that answers, by the name that replies have: the pinned one, else the profile's first that the request does not ignore. null: the
 * request ignores all that it may have. Slugs and names are one word for one upstream.
 */
export function servingUpstream(
  { upstreamPin, ignoredUpstreams }: Routed,
  { upstream, otherUpstream, upstreams }: Behaviour,
): string | null {
  const open = upstreamPin === null ? [upstream, otherUpstream] : [upstreams[upstreamPin] ?? upstreamPin];
  const ignored = new Set(ignoredUpstreams.map(plainName));
  const isIgnored = (name: string) =>
    ignored.has(plainName(name)) || (upstreamPin !== null && ignored.has(plainName(upstreamPin)));
  return open.find((name) => !isIgnored(name)) ?? null;
}

/** True for a request that keeps the profile's usual upstream from answering. */
export function isMoved({ ignoredUpstreams }: Pick<Routed, "ignoredUpstreams">): boolean {
  return ignoredUpstreams.length > 0;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
