import { alphanumerics } from "../random.js";
import type { WriteContext } from "./piece.js";

/** A service's variant of OpenAI's chat form. */
export type ChatDialect = {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  /** `provider`, `native_finish_reason` and cost: the gateway's own members. */
  readonly gateway: boolean;
  /** The member for reasoning; `tag`: `<reasoning>…</reasoning>` inside the text. */
  readonly reasoning: "reasoning" | "reasoning_content" | "tag";
  /** The `format` of a gateway's `reasoning_details`: the upstream's, where it signs. */
  readonly detailFormat: "anthropic-claude-v1" | "unknown";
  /** Where a stream reports usage: with the last choice, in a chunk without choices, or nowhere. */
  readonly streamUsage: "with-choices" | "apart" | "none";
};

/**
 * OpenRouter: recordings of 2026-04 (Kimi K2.5, upstream Chutes). Moonshot: `reasoning_content`. Bedrock's compatible
 * endpoints: `<reasoning>` in the text on the runtime's (recorded 2026), a `reasoning` member on mantle's.
 */
export function chatDialect({ request, behaviour, random, nowMs }: WriteContext): ChatDialect {
  const gateway = request.service === "openrouter";
  const created = Math.floor(nowMs / 1000);
  const id = gateway ? `gen-${created}-${random.letters(20, alphanumerics)}` : `chatcmpl-${random.uuid()}`;
  return {
    id,
    created,
    model: behaviour.servedAs ?? request.model,
    gateway,
    reasoning: behaviour.reasoning.member ?? defaultReasoning[request.service],
    detailFormat: behaviour.family === "anthropic" ? "anthropic-claude-v1" : "unknown",
    streamUsage: gateway ? "with-choices" : request.includesUsage ? "apart" : "none",
  };
}

const defaultReasoning = {
  openrouter: "reasoning",
  openai: "reasoning_content",
  "bedrock-openai": "tag",
  bedrock: "tag",
} as const;
