import { finishOf } from "../../../chat/finish-of.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Finish } from "../../../chat/reply.js";
import { objectAt, textAt } from "../../openai/wire-members.js";

/**
 * The finish of a response; null: it has no status. The API has no word for a reply that ends with calls: `completed` means so where
 * one came (OpenAI API, openai-node 6.49.0: ResponseStatus). The word of an incomplete response is its status and reason,
 * `incomplete:max_output_tokens`.
 */
export function decodeFinish(response: JsonObject, hasCalls: boolean): Finish | null {
  const status = textAt(response, "status");
  const reason = textAt(objectAt(response, "incomplete_details") ?? {}, "reason");
  const raw = status === "incomplete" && reason !== null ? `${status}:${reason}` : status;
  const finish = finishOf({ raw });
  return finish?.kind === "stop" && hasCalls ? { ...finish, kind: "tool-calls" } : finish;
}
