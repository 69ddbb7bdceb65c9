import { tokensOf } from "./answer/answer.js";
import { jsonRefusal, type Refusal } from "./refuse/refusal.js";
import type { ModelRequest } from "./request/model-request.js";

/** The answer to a request for the count alone. */
export function countReply(request: ModelRequest): Refusal {
  const { dialect } = request;
  const input_tokens = countOf(request);
  return jsonRefusal(
    200,
    dialect === "messages" ? { input_tokens } : { object: "response.input_tokens", input_tokens },
  );
}

/** How many tokens a prompt has, as the reply to it would count them. */
export function countOf({ bodyLength }: ModelRequest): number {
  return Math.max(1, tokensOf(" ".repeat(bodyLength)));
}
