import { excludedBy } from "../scenario/change/other-upstream.js";
import type { Transcript, Turn } from "../transcript/transcript.js";

/** The upstream that served the trial, as the gateway names it; several joined by " + "; null when no reply names one. */
export function upstreamOf({ turns }: Transcript): string | null {
  const named = turns.flatMap(({ reply }) => (reply.upstream === null ? [] : [reply.upstream]));
  return named.length === 0 ? null : [...new Set(named)].join(" + ");
}

/** The upstream that a cell is pinned to. `upstreamName`: the gateway's name for it in replies, where it differs from the slug. */
export type Pin = { readonly upstreamPin: string | null; readonly upstreamName: string | null };

/**
 * Describes how a pin, or a step that leaves an upstream out, was not honoured; null when both were, or neither was asked for. A complete reply
 * that names no upstream breaks it, and so does any reply that names the wrong one. An incomplete reply without a name does not.
 * A request that leaves an upstream out has no pin.
 */
export function brokenPin({ turns }: Transcript, { upstreamPin, upstreamName }: Pin): string | null {
  const accepted = [upstreamPin, upstreamName].filter((name) => name !== null).map(plainName);
  for (const turn of turns) {
    const excluded = excludedBy(turn.request);
    if (excluded.length === 0 && upstreamPin === null) continue;
    const asked =
      excluded.length === 0 ? `pinned to ${upstreamPin}` : `asked of any upstream but ${excluded.join(", ")}`;
    const isRight = (name: string) =>
      excluded.length === 0 ? accepted.includes(name) : !excluded.map(plainName).includes(name);
    const wrong = wrongUpstream(turn, isRight);
    if (wrong !== null) return `${asked}; the reply to ${turn.step} ${wrong}`;
  }
  return null;
}

function wrongUpstream({ reply }: Turn, isRight: (plain: string) => boolean): string | null {
  if (reply.upstream === null) return reply.completeness === "complete" ? "names no upstream" : null;
  return isRight(plainName(reply.upstream)) ? null : `came from ${reply.upstream}`;
}

/** `Moonshot AI`, `moonshotai` and `moonshotai/int4` name one upstream: letters and digits, before any variant. */
function plainName(name: string): string {
  return name
    .split("/", 1)
    .join("")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
