import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";
import type { LogprobsOddity, ReplyLogprobs } from "../chat/reply.js";

/** The log probabilities of a choice so far. `bytes`: those of its tokens, one character each; the rest as {@link ReplyLogprobs}. */
export type LogprobsSoFar = Omit<ReplyLogprobs, "text"> & { readonly bytes: string };

/**
 * What came so far, with those of one more chunk or of a whole choice. Returns `before` itself where the choice has none. The form is OpenAI's
 * `choices[].logprobs.content` (openai-node 6.49.0, `ChatCompletionTokenLogprob`, 2026-07-24), or the bare list of Responses; its `refusal` and DeepSeek's
 * `reasoning_content` (recorded 2026) belong to other text and are not read.
 */
export function withLogprobs(before: LogprobsSoFar | null, choice: JsonObject): LogprobsSoFar | null {
  const received = choice["logprobs"];
  if (received === undefined || received === null) return before;
  const entries = isJsonObject(received) ? received["content"] : received;
  if (isList(entries)) return entries.reduce<LogprobsSoFar>(withEntry, before ?? nothing);
  const isAbsent = entries === undefined || entries === null;
  if (isAbsent && isJsonObject(received) && !names.some((name) => name in received)) return before;
  return withOddity(before ?? nothing, "other-form", received);
}

/** Those of several texts as one; null: there is none. */
export function joinedLogprobs(all: readonly LogprobsSoFar[]): LogprobsSoFar | null {
  return all.reduce<LogprobsSoFar | null>((before, one) => (before === null ? one : joined(before, one)), null);
}

function joined(one: LogprobsSoFar, other: LogprobsSoFar): LogprobsSoFar {
  const kinds = new Set(one.oddities.map(({ kind }) => kind));
  return {
    tokens: one.tokens + other.tokens,
    bytes: one.bytes + other.bytes,
    fewestAlternatives: least(one.fewestAlternatives, other.fewestAlternatives),
    mostAlternatives: most(one.mostAlternatives, other.mostAlternatives),
    oddities: [...one.oddities, ...other.oddities.filter(({ kind }) => !kinds.has(kind))],
  };
}

function least(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.min(one, other);
}

function most(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other);
}

/** What came in all; null: nothing. */
export function logprobsOf(soFar: LogprobsSoFar | null): ReplyLogprobs | null {
  if (soFar === null) return null;
  const { bytes, ...rest } = soFar;
  return { ...rest, text: Buffer.from(bytes, "latin1").toString("utf8") };
}

const nothing: LogprobsSoFar = { tokens: 0, bytes: "", fewestAlternatives: null, mostAlternatives: null, oddities: [] };

/** The members of the older completions API, which some gateways send in a chat reply: lists beside each other. */
const names = ["tokens", "token_logprobs", "text_offset"] as const;

function withEntry(before: LogprobsSoFar, received: JsonValue): LogprobsSoFar {
  const entry = isJsonObject(received) ? received : {};
  const { token, top_logprobs: alternatives } = entry;
  const count = isList(alternatives) ? alternatives.length : 0;
  const counted: LogprobsSoFar = {
    tokens: before.tokens + 1,
    bytes: before.bytes + bytesOf(entry),
    fewestAlternatives: Math.min(before.fewestAlternatives ?? count, count),
    mostAlternatives: Math.max(before.mostAlternatives ?? count, count),
    oddities: before.oddities,
  };
  if (typeof token !== "string") return withOddity(counted, "no-token", received);
  return [entry, ...(isList(alternatives) ? alternatives : [])].reduce(withValue, counted);
}

/**
 * A probability is at most 1, so that its logarithm is at most 0; a rounding error is none: gpt-5.4 gave 2 to the power of -15 (a
 * recording of 2026 in posit-dev/chatlas), and a gateway may compute in 16 bits.
 */
function withValue(before: LogprobsSoFar, entry: JsonValue): LogprobsSoFar {
  const value = isJsonObject(entry) ? entry["logprob"] : undefined;
  if (typeof value !== "number") return withOddity(before, "no-number", entry);
  return value > rounding ? withOddity(before, "above-zero", entry) : before;
}

const rounding = 1e-3;

/** The first of each kind is kept. */
function withOddity(before: LogprobsSoFar, kind: LogprobsOddity["kind"], odd: JsonValue): LogprobsSoFar {
  if (before.oddities.some((one) => one.kind === kind)) return before;
  const json = JSON.stringify(odd);
  const seen = json.length > longest ? `${json.slice(0, longest - 1)}…` : json;
  return { ...before, oddities: [...before.oddities, { kind, seen }] };
}

/** How much of an odd entry is kept, in characters. */
const longest = 120;

/** A character may be cut over two tokens: their bytes join, their texts do not. A token without bytes has those of its text. */
function bytesOf({ bytes, token }: JsonObject): string {
  if (isList(bytes) && bytes.every(isByte)) return Buffer.from(bytes).toString("latin1");
  if (typeof token !== "string") return "";
  return Buffer.from(token).toString("latin1");
}

function isByte(value: JsonValue): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
