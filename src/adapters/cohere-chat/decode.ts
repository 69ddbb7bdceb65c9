import type { JsonObject } from "../../chat/json.js";
import { type ReplyState, type Step, stepOf } from "../read-only/reply-state.js";
import { readMessage } from "./decode/message.js";
import type { CohereState } from "./decode/state.js";

/** Decodes a whole reply. Pure. */
export function decode(state: ReplyState<CohereState>, body: JsonObject): Step<CohereState> {
  return stepOf(state, (draft) => readMessage(draft, body));
}
