import type { ChatEvent } from "../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";
import type { TokenAlternative, TokenLogprob } from "../chat/reply.js";

/**
 * The tokens of a choice of Chat Completions, or of a text of Responses, with their log probabilities. An entry without a token or a number is left out:
 * what is odd in them is in the `logprobs` event of the reply (see `withLogprobs`).
 */
export function tokensIn({ logprobs }: JsonObject): readonly TokenLogprob[] {
  const entries = isJsonObject(logprobs) ? logprobs["content"] : logprobs;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: JsonValue): readonly TokenLogprob[] => {
    const token = alternativeOf(entry);
    if (token === null || !isJsonObject(entry)) return [];
    const others = entry["top_logprobs"];
    const alternatives = Array.isArray(others) ? others.flatMap((one: JsonValue) => alternativeOf(one) ?? []) : null;
    return [{ ...token, alternatives }];
  });
}

/**
 * Adds tokens to the events of the chunk that they came with, before its first text. `from`: where these events begin; `open`: the text
 * that is not over yet; null: there is none.
 */
export function addTokens(
  events: ChatEvent[],
  tokens: readonly TokenLogprob[],
  { from, open }: { readonly from: number; readonly open: number | null },
): void {
  if (tokens.length === 0) return;
  const at = events.findIndex(({ kind }, index) => index >= from && kind === "text-delta");
  const text = events[at];
  const part = text?.kind === "text-delta" ? text.part : open;
  events.splice(text === undefined ? events.length : at, 0, { kind: "logprobs-piece", part, tokens });
}

function alternativeOf(entry: JsonValue): TokenAlternative | null {
  if (!isJsonObject(entry)) return null;
  const { token, logprob, bytes } = entry;
  if (typeof token !== "string" || typeof logprob !== "number") return null;
  return { token, logprob, bytes: isBytes(bytes) ? bytes : null };
}

function isBytes(value: JsonValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === "number");
}
