import { type FinishMeaning, finishWords } from "./finish-words.js";
import type { Finish, FinishKind } from "./reply.js";
import { unreachable } from "./unreachable.js";

/** A finish as the wire has it; null: the member is absent. */
type WireFinish = {
  readonly raw: string | null;
  readonly nativeRaw?: string | null;
  readonly stopSequence?: string | null;
};

/**
 * The finish of a reply from its words. Where the gateway's own word says only that the reply ended (`stop`, `tool_calls`, or a
 * word that nobody knows), an upstream's word for a limit, a filter or a failure decides: OpenRouter passes on
 * `native_finish_reason: network_error` under `stop` (earendil-works/pi#8511). Null when neither word is one (`""`, `"null"`).
 */
export function finishOf({ raw, nativeRaw = null, stopSequence = null }: WireFinish): Finish | null {
  const kind = kindOf(meaningOf(raw));
  const native = kindOf(meaningOf(nativeRaw));
  const decided = kind === null || isBland(kind) ? decisive(native) : null;
  const result = decided ?? kind;
  return result === null ? null : { kind: result, raw, nativeRaw, stopSequence };
}

/**
 * What a word says, in any spelling (`MAX_TOKENS`, `maxTokens`, `FINISH_REASON_MAX_TOKENS`); null: it is not known. Of two words
 * the second is the exact one: Gemini's OpenAI endpoint says `function_call_filter: MALFORMED_FUNCTION_CALL`, and
 * `content_filter: …` for every filter (BerriAI/litellm#21744).
 */
export function meaningOf(word: string | null): FinishMeaning | null {
  if (word === null) return "none";
  const asWritten = writtenMeanings.get(word);
  if (asWritten !== undefined) return asWritten;
  const [first, second] = word.split(":");
  const whole = meaningOfOne(word);
  if (whole !== null || first === undefined || second === undefined) return whole;
  const own = meaningOfOne(first);
  return meaningOfOne(second) ?? (own === "stop" || own === "none" ? null : own);
}

function meaningOfOne(word: string): FinishMeaning | null {
  const plain = plainWord(word);
  return meanings.get(plain) ?? meanings.get(plain.replace(/^(?:finish|stop)?reason(?=.)/, "")) ?? null;
}

/** True where the provider or its upstream says that it ends the reply for a call. */
export function announcesCall({ kind, nativeRaw }: Finish): boolean {
  return kind === "tool-calls" || meaningOf(nativeRaw) === "tool-calls";
}

/**
 * The finish that counts where one comes again (OpenRouter repeats it beside the usage): the first, unless the later one names, by
 * the upstream's word, the limit, filter or failure that the first left out.
 */
export function countingFinish(first: Finish | null, again: Finish): Finish {
  if (first === null) return again;
  const saysMore = isBland(first.kind) && !isBland(again.kind) && decidingWord(again) === again.nativeRaw;
  return saysMore ? again : first;
}

/** The word that decided the kind of a finish: the upstream's, where it says more than the gateway's; null: none was sent. */
export function decidingWord({ kind, raw, nativeRaw }: Finish): string | null {
  const own = meaningOf(raw);
  const saysLess = kindOf(own) !== kind || own === "failed";
  return saysLess && kindOf(meaningOf(nativeRaw)) === kind ? nativeRaw : raw;
}

/** The words of a finish as people read them: both, where the upstream's says something else than the gateway's. */
export function finishText({ kind, raw, nativeRaw }: Finish): string {
  const isSame = meaningOf(nativeRaw) === "none" || nativeRaw === raw || agrees(raw, nativeRaw);
  const own = meaningOf(raw) === "none" ? null : raw;
  if (isSame) return own ?? kind;
  return own === null ? `${nativeRaw}` : `${own} / ${nativeRaw}`;
}

/** True where every word of a finish is known and says why the reply ended. */
export function isExplained({ kind, nativeRaw }: Finish): boolean {
  const native = meaningOf(nativeRaw);
  return kind !== "other" && native !== null && native !== "unexplained";
}

/** By the words as vendors write them: nearly every word is one of these. */
const writtenMeanings: ReadonlyMap<string, FinishMeaning> = new Map(
  finishWords.flatMap(({ words, meaning }) => words.map((word): [string, FinishMeaning] => [word, meaning])),
);

const meanings: ReadonlyMap<string, FinishMeaning> = new Map(
  finishWords.flatMap(({ words, meaning }) => words.map((word): [string, FinishMeaning] => [plainWord(word), meaning])),
);

function plainWord(word: string): string {
  const plain = word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return plain === "" ? word.trim() : plain;
}

function agrees(raw: string | null, nativeRaw: string | null): boolean {
  const meaning = meaningOf(raw);
  return meaning !== null && meaning !== "failed" && meaning === meaningOf(nativeRaw);
}

/** A gateway writes these for a reply that ended, whatever the reason was. */
function isBland(kind: FinishKind): boolean {
  return kind === "stop" || kind === "tool-calls" || kind === "other";
}

function decisive(kind: FinishKind | null): FinishKind | null {
  return kind === null || isBland(kind) ? null : kind;
}

/** Null: no finish. A word that is not known is `other`. */
function kindOf(meaning: FinishMeaning | null): FinishKind | null {
  switch (meaning) {
    case "none":
      return null;
    case "stop":
    case "tool-calls":
    case "length":
    case "content-filter":
      return meaning;
    case "broken-off":
    case "malformed":
    case "failed":
      return "error";
    case "unexplained":
    case null:
      return "other";
    default:
      return unreachable(meaning);
  }
}
