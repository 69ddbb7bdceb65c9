import { isStreaming } from "../../chat/api.js";
import type { ChatEvents } from "../../chat/event.js";
import type { WireResponse } from "../../wire/exchange.js";
import type { ReadOptions } from "../adapter.js";
import { bodyShape, otherShape } from "../clients/body-shape.js";
import { plainBody, type StreamReader, streamBody } from "../openai/read-body.js";
import { readEvents } from "../read-events.js";
import { requestIdOf } from "../request-id.js";
import { type Draft, draftOf, startState } from "./decode/stream-state.js";
import { decode } from "./decode.js";
import { endBody, failStream, readFrames } from "./decode-stream.js";

/** Reads one response of any status and shape, as our own client does: from the raw bytes. Never throws. */
export function readResponse(response: WireResponse, options: ReadOptions): ChatEvents {
  const streamed = isStreaming(options.target.api);
  const shape = bodyShape(response, streamed);
  const state = startState({
    status: response.status,
    requestId: requestIdOf(response.headers),
    aliases: options.aliases,
    otherShape: otherShape(shape, streamed),
    needsFinish: options.needsFinish ?? false,
  });
  const decoder =
    shape === "stream"
      ? streamBody({ draft: draftOf(state), read: readFrames, finish, fail: failStream })
      : plainBody({
          response,
          shape,
          api: options.target.api,
          requestId: state.requestId,
          decode: (text) => decode(state, text),
        });
  return readEvents(response.chunks, decoder);
}

/** Our own client sees the whole body. */
const finish: StreamReader<Draft>["finish"] = (draft, end) => {
  draft.events = [];
  endBody(draft, end.kind === "eof" ? { kind: "eof", pending: end.pending, open: end.open, seesAll: true } : end);
  return draft;
};
