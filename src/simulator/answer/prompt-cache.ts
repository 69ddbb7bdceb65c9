import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { AnswerFault } from "../faults/fault.js";
import { isList, listAt, memberOf } from "../request/members.js";
import { type Answer, type CachedTokens, tokensOf } from "./answer.js";

/** The prompts that were marked and kept: a hash of the model and of the text up to the last marker. */
export type PromptCache = Set<string>;

/**
 * The answer with what its request's cache markers did: nothing was read or written without a marker, and for fewer than 1,024 tokens before it
 * (the smallest prompt that Anthropic and Bedrock cache; docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html, read 2026-11-29).
 */
export function withPromptCache(answer: Answer, body: JsonObject, given: Given): Answer {
  if (answer.usage === null) return answer;
  const prefix = markedPrefix(body);
  if (prefix === null) return answer;
  const fault = given.faults.find((one) => one.fault === "cache");
  if (fault?.as === "unreported") return { ...answer, usage: { ...answer.usage, cached: null } };
  const counted =
    fault?.as === "ignored" ? nothing : tokensBefore(prefix, { ...given, rewrites: fault?.as === "rewritten" });
  return { ...answer, usage: { ...answer.usage, cached: { ...counted, isMiscounted: fault?.as === "miscounted" } } };
}

type Given = {
  readonly model: string;
  readonly cache: PromptCache;
  readonly faults: readonly AnswerFault[];
};

type Counted = Omit<CachedTokens, "isMiscounted">;

const nothing: Counted = { read: 0, written: 0 };

/** `rewrites`: what was kept is not found again. */
function tokensBefore(
  prefix: string,
  { model, cache, rewrites }: { readonly model: string; readonly cache: PromptCache; readonly rewrites: boolean },
): Counted {
  const tokens = tokensOf(prefix);
  if (tokens < 1024) return nothing;
  const key = createHash("sha256").update(`${model} ${prefix}`).digest("base64");
  if (cache.has(key) && !rewrites) return { read: tokens, written: 0 };
  cache.add(key);
  return { read: 0, written: tokens };
}

/** What stands before the last marker of a body, and its block; null: it has no marker. */
function markedPrefix(body: JsonObject): string | null {
  const blocks = [...listAt(body, "tools"), ...blocksOf(memberOf(body, "system")), ...messageBlocks(body)];
  const last = blocks.findLastIndex(isMarked);
  return last === -1 ? null : JSON.stringify(blocks.slice(0, last + 1));
}

function messageBlocks(body: JsonObject): readonly JsonValue[] {
  return listAt(body, "messages").flatMap((message) => blocksOf(memberOf(message, "content")));
}

function blocksOf(content: JsonValue | undefined): readonly JsonValue[] {
  if (content === undefined) return [];
  return isList(content) ? content : [content];
}

function isMarked(block: JsonValue): boolean {
  return isJsonObject(block) && ("cachePoint" in block || "cache_control" in block);
}
