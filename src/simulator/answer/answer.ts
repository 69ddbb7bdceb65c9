import type { JsonValue } from "../../chat/json.js";

/** A part of the simulated reply. `id` null: sent without one. `argumentsText` is JSON text, sent as it stands. */
export type AnswerPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "reasoning";
      readonly text: string;
      readonly signature: string | null;
      readonly redacted: string | null;
    }
  | AnswerCall
  | { readonly kind: "refusal"; readonly text: string };

export type AnswerCall = {
  readonly kind: "call";
  readonly id: string | null;
  readonly name: string;
  readonly argumentsText: string;
};

/** Why the model stopped: a word that every API translates, one sent as it stands, or none at all (`missing`). */
export type AnswerFinish =
  | "stop"
  | "tool-calls"
  | "length"
  | "content-filter"
  | "malformed-tool-use"
  | "malformed-output"
  | "missing"
  | { readonly word: string };

/** Tokens that the reply reports. */
export type AnswerUsage = { readonly input: number; readonly output: number; readonly reasoning: number };

/** How the reply is written, where a fault makes the writing itself odd. */
export type Oddities = {
  /** Stream deltas of tool calls: `reused` sends index 0 for all, `split` moves one call over two indexes. */
  readonly callIndex: "dense" | "missing" | "reused" | "split";
  /** OpenAI `content` beside calls; undefined: as the service does. */
  readonly contentWithCalls: string | null | undefined;
  /** OpenRouter only: the upstream it names instead of the profile's. */
  readonly upstream: string | null;
  readonly finishTwice: boolean;
};

/** One simulated reply, in no API's words. `usage` null: none is reported. */
export type Answer = {
  readonly parts: readonly AnswerPart[];
  readonly finish: AnswerFinish;
  readonly usage: AnswerUsage | null;
  readonly oddities: Oddities;
};

export const noOddities: Oddities = {
  callIndex: "dense",
  contentWithCalls: undefined,
  upstream: null,
  finishTwice: false,
};

export function callsOf(answer: { readonly parts: readonly AnswerPart[] }): readonly AnswerCall[] {
  return answer.parts.filter((part): part is AnswerCall => part.kind === "call");
}

export function joinedText(parts: readonly AnswerPart[]): string {
  return parts.map((part) => (part.kind === "text" || part.kind === "refusal" ? part.text : "")).join("");
}

/** All reasoning text; null when there is no reasoning part. */
export function joinedReasoning(parts: readonly AnswerPart[]): string | null {
  const reasoning = parts.flatMap((part) => (part.kind === "reasoning" ? [part.text] : []));
  return reasoning.length === 0 ? null : reasoning.join("");
}

/** Arguments as a JSON document: text that does not parse stands there as a string. */
export function argumentsDocument(call: AnswerCall): JsonValue {
  try {
    const value: JsonValue = JSON.parse(call.argumentsText);
    return value;
  } catch {
    return call.argumentsText;
  }
}

/** Of the made-up token counts. */
export const charactersPerToken = 4;

/** A made-up token count: a quarter of the characters, at least one for any text. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** Usage that fits the parts; what the input count is made from is the request's length in characters. */
export function usageOf(parts: readonly AnswerPart[], bodyLength: number): AnswerUsage {
  const reasoning = tokensOf(joinedReasoning(parts) ?? "");
  const calls = parts.map((part) => (part.kind === "call" ? part.name + part.argumentsText : "")).join("");
  return {
    input: Math.max(1, tokensOf(" ".repeat(bodyLength))),
    output: reasoning + tokensOf(joinedText(parts)) + tokensOf(calls),
    reasoning,
  };
}
