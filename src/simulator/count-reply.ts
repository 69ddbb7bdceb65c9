import { tokensOf } from "./answer/answer.js";
import type { AnswerFault } from "./faults/fault.js";
import { jsonRefusal, type Refusal } from "./refuse/refusal.js";
import type { ModelRequest } from "./request/model-request.js";

/** The answer to a request for the count alone. */
export function countReply(request: ModelRequest, faults: readonly AnswerFault[]): Refusal {
  const { dialect } = request;
  const input_tokens = countOf(request, faults);
  return jsonRefusal(
    200,
    dialect === "messages" ? { input_tokens } : { object: "response.input_tokens", input_tokens },
  );
}

/** How many tokens a prompt has, as the reply to it would count them, unless a fault has the count say otherwise; never below 0. */
export function countOf({ bodyLength }: ModelRequest, faults: readonly AnswerFault[]): number {
  const wrong = faults.reduce((sum, fault) => (fault.fault === "miscount" ? sum + fault.by : sum), 0);
  return Math.max(0, Math.max(1, tokensOf(" ".repeat(bodyLength))) + wrong);
}
