import type { Transcript } from "../transcript/transcript.js";

/** The upstream that served the trial, as the gateway names it; several joined by " + "; null when no reply names one. */
export function upstreamOf({ turns }: Transcript): string | null {
  const named = turns.flatMap(({ reply }) => (reply.upstream === null ? [] : [reply.upstream]));
  return named.length === 0 ? null : [...new Set(named)].join(" + ");
}

/** The upstream that a cell is pinned to. `upstreamName`: the gateway's name for it in replies, where it differs from the slug. */
export type Pin = { readonly upstreamPin: string | null; readonly upstreamName: string | null };

/**
 * Describes how a pin was not honoured; null when it was, or without a pin. A complete reply that names no upstream breaks the
 * pin, and so does any reply that names another upstream. An incomplete reply without a name does not.
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
