import type { JsonObject } from "../../chat/json.js";
import { type ReplyState, type Step, stepOf } from "../read-only/reply-state.js";
import { readChunk } from "./decode/chunk.js";
import type { GeminiState } from "./decode/state.js";

/** Decodes a whole reply. Pure. */
export function decode(state: ReplyState<GeminiState>, body: JsonObject): Step<GeminiState> {
  return stepOf(state, (draft) => readChunk(draft, body));
}
