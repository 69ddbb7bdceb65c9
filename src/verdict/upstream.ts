import type { Transcript } from "../transcript/transcript.js";

/** Who served the trial, as the gateway says; several in one trial joined by " + "; null when it never said. */
export function upstreamOf({ turns }: Transcript): string | null {
  const named = turns.flatMap(({ reply }) => (reply.upstream === null ? [] : [reply.upstream]));
  return named.length === 0 ? null : [...new Set(named)].join(" + ");
}

/** The pin that a cell asks for. `upstreamName`: the gateway's name for it in replies, where that differs from the slug. */
export type Pin = { readonly upstreamPin: string | null; readonly upstreamName: string | null };

/**
 * In words, how a pin was not honoured; null when it was, or there is none. A whole reply that names no upstream, and any
 * reply that names another, breaks it. A reply that broke before it could say is no proof against the pin.
 */
export function brokenPin({ turns }: Transcript, { upstreamPin, upstreamName }: Pin): string | null {
  if (upstreamPin === null) return null;
  const accepted = [upstreamPin, upstreamName].filter((name) => name !== null).map(plainName);
  for (const { step, reply } of turns) {
    if (reply.upstream === null && reply.completeness === "complete") {
      return `pinned to ${upstreamPin}; the reply to ${step} names no upstream`;
    }
    if (reply.upstream !== null && !accepted.includes(plainName(reply.upstream))) {
      return `pinned to ${upstreamPin}; the reply to ${step} came from ${reply.upstream}`;
    }
  }
  return null;
}

/** `Moonshot AI`, `moonshotai` and `moonshotai/int4` name one upstream: letters and digits, before any variant. */
function plainName(name: string): string {
  return name
    .split("/", 1)
    .join("")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
