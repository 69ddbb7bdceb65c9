import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";

/** Tokens assumed for the longest reply where the request sends no limit, and for the template that a service puts around it. */
const [replyTokens, templateTokens] = [4096, 600];

/** The most that one call of a request costs at a target, in US dollars: a token is at least one character. Null: it has no dated price. */
export function costOfCall({ price }: Target, request: ChatRequest): number | null {
  if (price === null) return null;
  const input = JSON.stringify([request.messages, request.tools]).length + templateTokens;
  const output = request.maxOutputTokens ?? replyTokens;
  return (input * price.inputPerMillion + output * price.outputPerMillion) / 1_000_000;
}
