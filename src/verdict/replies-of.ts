import { toolCallsOf } from "../chat/read-reply.js";
import type { Transcript, Turn } from "../transcript/transcript.js";
import type { Verdict } from "./verdict.js";
import { visibleTextOf } from "./visible-text.js";

/** How far the trials of a cell are observations of their own: what was replied, and what came from a cache. */
export function repliesOf(transcripts: readonly Transcript[]): Pick<Verdict, "distinctReplies" | "cachedTokens"> {
  const cached = transcripts.flatMap(({ turns }) => turns.flatMap(({ reply }) => reply.usage?.cacheReadTokens ?? []));
  return {
    distinctReplies: new Set(transcripts.map(({ turns }) => JSON.stringify(turns.map(repliedIn)))).size,
    cachedTokens: cached.length === 0 ? null : cached.reduce((sum, tokens) => sum + tokens, 0),
  };
}

/** What a reader sees of a reply: ids and counts differ by themselves, and reasoning is not the answer. */
function repliedIn({ step, reply }: Turn): unknown {
  const calls = toolCallsOf(reply).map(({ name, argumentsText }) => [name, argumentsText]);
  return [step, visibleTextOf(reply), calls, reply.finish?.kind ?? null, reply.failure?.kind ?? null];
}
