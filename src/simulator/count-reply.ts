import { tokensOf } from "./answer/answer.js";
import { jsonRefusal, type Refusal } from "./refuse/refusal.js";
import type { ModelRequest } from "./request/model-request.js";

/** How many tokens a prompt has, as the reply to it would count them. */
export function countReply({ dialect, bodyLength }: ModelRequest): Refusal {
  const input_tokens = Math.max(1, tokensOf(" ".repeat(bodyLength)));
  return jsonRefusal(
    200,
    dialect === "messages" ? { input_tokens } : { object: "response.input_tokens", input_tokens },
  );
}
