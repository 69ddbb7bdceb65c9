import type { StreamEvent } from "../read-only/dialect.js";
import { type ReplyState, type Step, stepOf } from "../read-only/reply-state.js";
import { readChunk } from "./decode/chunk.js";
import type { GeminiState } from "./decode/state.js";

/**
 * Reads one chunk of a stream. Pure. No event says that the stream is over: it is whole when a finish has come. With code execution
 * more chunks follow a finish (recordings of 2026).
 */
export function step(state: ReplyState<GeminiState>, { payload }: StreamEvent): Step<GeminiState> {
  return stepOf(state, (draft) => readChunk(draft, payload));
}
