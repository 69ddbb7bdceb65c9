import type { ChatEvents } from "../../chat/event.js";
import type { WireResponse } from "../../wire/exchange.js";
import type { ReadOptions } from "../adapter.js";
import type { Dialect } from "../read-only/dialect.js";
import { readReply } from "../read-only/read-reply.js";
import { closeReply, isChunk } from "./decode/chunk.js";
import { type GeminiState, nothingRead } from "./decode/state.js";
import { decode } from "./decode.js";
import { step } from "./decode-stream.js";

/** Reads one response of Gemini of any status: JSON, SSE, or the list of chunks that comes without `alt=sse`. Never throws. */
export function readResponse(response: WireResponse, options: ReadOptions): ChatEvents {
  return readReply(response, options, dialect);
}

const dialect: Dialect<GeminiState> = {
  own: nothingRead,
  isReply: isChunk,
  isEvent: isChunk,
  lacks: "no candidates",
  decode,
  step,
  close: closeReply,
};
