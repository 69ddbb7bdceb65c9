import type { JsonValue } from "../../chat/json.js";

/** A part of the simulated reply. `id` null: sent without an id. `argumentsText` is JSON text, sent unchanged. */
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

/** Why the model stopped: a value that every API translates, a word sent unchanged, or nothing (`missing`). */
export type AnswerFinish =
  | "stop"
  | "tool-calls"
  | "length"
  | "content-filter"
  | "malformed-tool-use"
  | "malformed-output"
  | "missing"
  | { readonly word: string };

/** Prompt tokens that were read from a cache or written to it. `isMiscounted`: the prompt is counted by the definition of the other APIs. */
export type CachedTokens = { readonly read: number; readonly written: number; readonly isMiscounted: boolean };

/** Tokens that the reply reports. `input`: the whole prompt. `cached` null: no count says what a cache did. */
export type AnswerUsage = {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cached: CachedTokens | null;
};

/** Deviations from the normal form of a reply, set by faults. */
export type Oddities = {
  /** Stream deltas of tool calls: `reused` sends index 0 for all, `split` moves one call over two indexes. */
  readonly callIndex: "dense" | "missing" | "reused" | "split";
  /** OpenAI's `content` beside calls; undefined: as the service sends it. */
  readonly contentWithCalls: string | null | undefined;
  /** OpenRouter only: the upstream named in the reply instead of the profile's; null: the profile's. */
  readonly upstream: string | null;
  readonly finishTwice: boolean;
  /** Responses only: the ids of an item, one for all its events or another in each. */
  readonly itemIds: "steady" | "rotating";
  /** Responses only: the last event of a stream has no output. */
  readonly emptyOutput: boolean;
  /** Responses only: the last item says that it is in progress when the reply is complete. */
  readonly unfinishedItem: boolean;
  /** Responses and Messages only: what the service's own tool searched the web for before it answered; null: it did not. */
  readonly searched: string | null;
  /** Streams of Messages only: where the signature of a thinking block comes. */
  readonly signatures: SignaturePlace;
  readonly logprobs: LogprobsForm;
};

/** Where the signature of a thinking block comes: in the block, behind the next one, or there and after its own block has stopped. */
export const signaturePlaces = ["inside", "late", "after-stop"] as const;
export type SignaturePlace = (typeof signaturePlaces)[number];

/**
 * How log probabilities are written. `cut`: the first token has none. `bare`, `fewer`: no alternatives, or one less than asked for. `positive`: above 0.
 * `lists`: as the older completions API has them. `unnumbered`: without their values.
 */
export const logprobsForms = ["whole", "cut", "bare", "fewer", "positive", "lists", "unnumbered"] as const;
export type LogprobsForm = (typeof logprobsForms)[number];

/** One simulated reply, independent of any API. `usage` null: none is reported. */
export type Answer = {
  readonly parts: readonly AnswerPart[];
  readonly finish: AnswerFinish;
  /** The stop sequence before which the text ends, which Messages tells; null: none. */
  readonly stoppedBy: string | null;
  readonly usage: AnswerUsage | null;
  /** How often it is given: OpenAI's chat API has a list of choices. */
  readonly choices: number;
  /** How many alternatives each token's log probability comes with; null: none was asked for. */
  readonly logprobs: number | null;
  readonly oddities: Oddities;
};

/** A reply in its normal form. */
export const noOddities: Oddities = {
  callIndex: "dense",
  contentWithCalls: undefined,
  upstream: null,
  finishTwice: false,
  itemIds: "steady",
  emptyOutput: false,
  unfinishedItem: false,
  searched: null,
  signatures: "inside",
  logprobs: "whole",
};

/** The calls among the parts, in order. */
export function callsOf(answer: { readonly parts: readonly AnswerPart[] }): readonly AnswerCall[] {
  return answer.parts.filter((part): part is AnswerCall => part.kind === "call");
}

/** The text of all text and refusal parts. */
export function joinedText(parts: readonly AnswerPart[]): string {
  return parts.map((part) => (part.kind === "text" || part.kind === "refusal" ? part.text : "")).join("");
}

/** All reasoning text; null when there is no reasoning part. */
export function joinedReasoning(parts: readonly AnswerPart[]): string | null {
  const reasoning = parts.flatMap((part) => (part.kind === "reasoning" ? [part.text] : []));
  return reasoning.length === 0 ? null : reasoning.join("");
}

/** The arguments as a JSON value; text that is not valid JSON becomes a string. */
export function argumentsDocument(call: AnswerCall): JsonValue {
  try {
    const value: JsonValue = JSON.parse(call.argumentsText);
    return value;
  } catch {
    return call.argumentsText;
  }
}

/** The ratio for synthetic token counts. */
export const charactersPerToken = 4;

/** A synthetic token count: a quarter of the characters, rounded up. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** Usage for the parts. `bodyLength`: the length of the request in characters, which gives the input count. */
export function usageOf(parts: readonly AnswerPart[], bodyLength: number): AnswerUsage {
  const reasoning = tokensOf(joinedReasoning(parts) ?? "");
  const calls = parts.map((part) => (part.kind === "call" ? part.name + part.argumentsText : "")).join("");
  return {
    input: Math.max(1, tokensOf(" ".repeat(bodyLength))),
    output: reasoning + tokensOf(joinedText(parts)) + tokensOf(calls),
    reasoning,
    cached: null,
  };
}

/** The prompt as an API counts it whose counts include the cached tokens (`whole`), or leave them out (`rest`). */
export function countedInput({ input, cached }: AnswerUsage, by: "whole" | "rest"): number {
  if (cached === null || (by === "whole") !== cached.isMiscounted) return input;
  return input - cached.read - cached.written;
}
