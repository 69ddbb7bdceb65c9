import type { JsonObject } from "../../../../chat/json.js";
import { RequestRefusal } from "../../../openai-chat/server/read-request/refusal.js";
import { type OfferedTool, offeredTools } from "../offered-tools.js";
import { readChoice } from "../read-request/tool-choice.js";

/** The tools of a client's body that models are offered, in the order in which a chat request has them. */
export function sentTools(body: JsonObject): readonly OfferedTool[] {
  const offered = offeredTools(body["tools"]);
  try {
    return readChoice(body["tool_choice"], offered).tools;
  } catch (error) {
    // A body that was refused was sent nowhere.
    if (error instanceof RequestRefusal) return offered;
    throw error;
  }
}
