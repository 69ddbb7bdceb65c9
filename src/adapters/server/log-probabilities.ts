import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import type { LogprobsOddity, Reply, TokenAlternative, TokenLogprob, Warning } from "../../chat/reply.js";

/** Log probabilities of some tokens of a reply. */
export type TokenPiece = Extract<ChatEvent, { kind: "logprobs-piece" }>;

/** A token as Chat Completions have it (openai 6.49.0, ChatCompletionTokenLogprob, read 2026-11-29). */
export function chatToken({ alternatives, ...token }: TokenLogprob): JsonObject {
  return { ...scored(token), bytes: token.bytes, top_logprobs: (alternatives ?? []).map(chatAlternative) };
}

/**
 * A token as Responses have it (openresponses/openresponses, LogProb, read 2026-11-29): its bytes are required, also in a piece of a text,
 * where OpenAI has none.
 */
export function textToken({ alternatives, ...token }: TokenLogprob): JsonObject {
  return { ...scored(token), bytes: bytesOf(token), top_logprobs: (alternatives ?? []).map(textAlternative) };
}

/** What there is to say about log probabilities that were asked for. `field`: where a whole reply has them. */
export function missingScores(field: string): Warning {
  return { id: "logprobs-missing", field, message: "the provider sent no log probabilities" };
}

/** What there is to say about entries that are none. */
export function oddScores(oddities: readonly LogprobsOddity[], field: string): readonly Warning[] {
  return oddities.map(({ kind, seen }) => {
    const message =
      kind === "above-zero"
        ? `a value above 0 is sent as it came: ${seen}`
        : `not sent, since it has another form: ${seen}`;
    return { id: "logprobs-odd", field, message };
  });
}

/** The same about a whole reply. `isAsked`: the client asked for them. */
export function scoreWarnings(
  { logprobs, parts, warnings }: Reply,
  { isAsked, field }: { readonly isAsked: boolean; readonly field: string },
): readonly Warning[] {
  if (logprobs !== null) return oddScores(logprobs.oddities, field);
  const isSaid = warnings.some((warning) => warning.field === "logprobs");
  const hasText = parts.some((part) => part.kind === "text" && part.text !== "");
  return isAsked && hasText && !isSaid ? [missingScores(field)] : [];
}

function scored({ token, logprob }: TokenAlternative): JsonObject {
  return { token, logprob };
}

function chatAlternative(token: TokenAlternative): JsonObject {
  return { ...scored(token), bytes: token.bytes };
}

function textAlternative(token: TokenAlternative): JsonObject {
  return { ...scored(token), bytes: bytesOf(token) };
}

/** A token without bytes has those of its text. */
function bytesOf({ token, bytes }: TokenAlternative): readonly number[] {
  return bytes ?? [...Buffer.from(token)];
}
