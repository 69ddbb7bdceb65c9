import type { JsonObject } from "../../../chat/json.js";
import type { Message } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { reasoningItem } from "../../openai/reasoning-item.js";

/**
 * What the reply must hold beside its usual members. Encrypted reasoning, without which a reply's reasoning cannot go back when nothing
 * is stored (OpenAI, guide "Reasoning", "Encrypted reasoning items", read 2026-11), is asked for where the model is known to reason:
 * by the target's capabilities, by the request or by its history. A model that does not answers 400 "Encrypted content is not
 * supported with this model" (NousResearch/hermes-agent#24234, 2026-05-12).
 */
export function encodeInclude(request: ChatRequest, target: Target): JsonObject {
  const include = [
    ...(reasons(request, target) ? ["reasoning.encrypted_content"] : []),
    ...(request.logprobs === null ? [] : [logprobsIncluded]),
  ];
  return include.length === 0 ? {} : { include };
}

/** Log probabilities of the text (openai 6.49, ResponseIncludable). `top_logprobs` says how many alternatives each has. */
export const logprobsIncluded = "message.output_text.logprobs";

function reasons({ reasoning, messages }: ChatRequest, { capabilities }: Target): boolean {
  if (reasoning?.mode === "off") return false;
  return reasoning?.mode === "on" || capabilities.reasoning === true || messages.some(hasEncrypted);
}

function hasEncrypted(message: Message): boolean {
  if (message.role !== "assistant") return false;
  return message.parts.some(
    (part) =>
      part.kind === "reasoning" &&
      (part.details ?? []).some((detail) => typeof reasoningItem(detail)?.["encrypted_content"] === "string"),
  );
}
