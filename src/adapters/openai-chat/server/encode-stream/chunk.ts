import type { JsonObject } from "../../../../chat/json.js";
import { chatToken } from "../../../server/log-probabilities.js";
import { replyIdOf } from "../encode-reply/identity.js";
import type { Draft } from "./state.js";

/** Sends a delta of the only choice. The first delta of a stream has the role. */
export function sendDelta(draft: Draft, delta: JsonObject, logprobs: JsonObject | null = null): void {
  const isFirst = draft.head === null;
  const rest = logprobs === null ? unfinished : { logprobs, ...unfinished };
  sendChoice(draft, isFirst ? { role: "assistant", ...delta } : delta, rest);
}

/** Sends text with the log probabilities that wait for it; without text they have a chunk of their own. */
export function sendText(draft: Draft, content: string): void {
  if (content === "" && draft.tokens.length === 0) return;
  const logprobs = draft.tokens.length === 0 ? null : { content: draft.tokens.map(chatToken), refusal: null };
  draft.tokens = [];
  draft.textSent ||= content !== "";
  sendDelta(draft, { content }, logprobs);
}

/** Sends the finish in its own chunk, after one with the role if nothing else was sent. */
export function sendFinish(draft: Draft, finish: JsonObject): void {
  if (draft.head === null) sendDelta(draft, { content: null });
  sendChoice(draft, {}, finish);
}

const unfinished: JsonObject = { finish_reason: null };

/** Sends the usage in a chunk without choices, as `include_usage` defines it. */
export function sendUsage(draft: Draft, usage: JsonObject): void {
  draft.items.push({ kind: "chunk", chunk: { ...headOf(draft), choices: [], usage } });
}

function sendChoice(draft: Draft, delta: JsonObject, finish: JsonObject): void {
  draft.items.push({ kind: "chunk", chunk: choiceChunk(draft, delta, finish) });
}

/** A chunk with the only choice. `rest`: its other members; default: not finished. */
export function choiceChunk(draft: Draft, delta: JsonObject, rest: JsonObject = unfinished): JsonObject {
  const choices = [{ index: 0, delta, logprobs: null, ...rest }];
  const usage = draft.includeUsage ? { usage: null } : {};
  return Object.assign({}, headOf(draft), { choices }, usage);
}

/** A chunk of this stream as one server-sent event, as `sseText` gives it. What every chunk repeats is written once for all of them. */
export function chunkText(draft: Draft, { choices, usage }: JsonObject): string {
  draft.headText ??= JSON.stringify(headOf(draft)).slice(0, -1);
  const counts = usage === undefined ? "" : `,"usage":${JSON.stringify(usage)}`;
  return `data: ${draft.headText},"choices":${JSON.stringify(choices)}${counts}}\n\n`;
}

/** The members that every chunk repeats, fixed by the first chunk. */
function headOf(draft: Draft): JsonObject {
  draft.head ??= {
    id: replyIdOf(draft.id, draft.identity),
    object: "chat.completion.chunk",
    created: draft.identity.createdSeconds,
    model: draft.identity.model,
    ...(draft.upstream === null ? {} : { provider: draft.upstream }),
  };
  return draft.head;
}
