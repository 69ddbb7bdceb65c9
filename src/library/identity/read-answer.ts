import type { FailureKind } from "../../chat/failure.js";
import { reasoningTextOf, textOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { Exclusion } from "../../verdict/identity/call.js";

/** What a reply shows. `answer` null: `excluded` says why, and `why` in words. */
export type ReadAnswer = {
  readonly answer: string | null;
  readonly excluded: Exclusion | null;
  readonly why: string | null;
  readonly inputTokens: number | null;
  readonly hasReasoned: boolean;
};

/** Reads the one word of a reply, or why there is none. */
export function readAnswer(reply: Reply): ReadAnswer {
  const usage = reply.usage;
  const fromCache = (usage?.cacheReadTokens ?? 0) > 0 || (usage?.cacheWriteTokens ?? 0) > 0;
  const shown = {
    inputTokens: fromCache ? null : (usage?.inputTokens ?? null),
    hasReasoned: (usage?.reasoningTokens ?? 0) > 0 || reply.parts.some(({ kind }) => kind === "reasoning"),
  };
  if (reply.failure !== null) {
    const { kind, message } = reply.failure;
    return { ...shown, answer: null, excluded: exclusionOf(kind), why: `${kind}: ${message}` };
  }
  const answer = answerOf(textOf(reply));
  if (answer !== null && answer !== "") return { ...shown, answer, excluded: null, why: null };
  const isFiltered = reply.finish?.kind === "content-filter" || reply.parts.some(({ kind }) => kind === "refusal");
  if (isFiltered) return { ...shown, answer: null, excluded: "filtered", why: "the reply is a refusal" };
  const hasReasoned = shown.hasReasoned || answer === null || reasoningTextOf(reply) !== null;
  return hasReasoned
    ? { ...shown, hasReasoned, answer: null, excluded: "reasoned", why: "the tokens went into reasoning" }
    : { ...shown, answer: null, excluded: "empty", why: "the reply has no text" };
}

/** Failures that pass: the call is made again. */
const passing: readonly FailureKind[] = ["throttled", "unavailable", "timeout", "network", "model-error"];

function exclusionOf(kind: FailureKind): Exclusion {
  if (passing.includes(kind)) return "busy";
  if (kind === "content-filter") return "filtered";
  return kind === "truncated" || kind === "protocol" || kind === "too-large" ? "failed" : "refused";
}

const longest = 24;

/**
 * The first word of a text without marks around it, in lower case: what two replies are compared by. Null: the text is the beginning of
 * reasoning in a tag.
 */
export function answerOf(text: string): string | null {
  const trimmed = text.normalize("NFKC").trim();
  const visible = trimmed.replace(/^<(think|thinking|reasoning)>[\s\S]*?<\/\1>/i, "");
  if (/^<(think|thinking|reasoning)>/i.test(visible)) return null;
  const words = visible.toLowerCase().match(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.,-]*/u);
  // Without a letter or digit the signs are the answer: a dash is one, too.
  const word = words?.[0].replace(/['’.,-]+$/u, "") ?? visible.trim();
  return [...word].slice(0, longest).join("");
}
