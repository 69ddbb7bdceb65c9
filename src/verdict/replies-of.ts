import { toolCallsOf } from "../chat/read-reply.js";
import type { Transcript, Turn } from "../transcript/transcript.js";
import type { Verdict } from "./verdict.js";
import { visibleTextOf } from "./visible-text.js";

/** How independent the trials of a cell are: the number of different replies, and the prompt tokens from a cache. */
export function repliesOf(transcripts: readonly Transcript[]): Pick<Verdict, "distinctReplies" | "cachedTokens"> {
  const cached = transcripts.flatMap(({ turns }) => turns.flatMap(({ reply }) => reply.usage?.cacheReadTokens ?? []));
  return {
    distinctReplies: new Set(transcripts.map(({ turns }) => JSON.stringify(turns.map(visibleReply)))).size,
    cachedTokens: cached.length === 0 ? null : cached.reduce((sum, tokens) => sum + tokens, 0),
  };
}

/** What counts for equality: ids and token counts always differ, and reasoning is not part of the answer. */
function visibleReply({ step, reply }: Turn): unknown {
  const calls = toolCallsOf(reply).map(({ name, argumentsText }) => [name, argumentsText]);
  return [step, visibleTextOf(reply), calls, reply.finish?.kind ?? null, reply.failure?.kind ?? null];
}
