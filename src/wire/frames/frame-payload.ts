import { utf8Text } from "../utf8-text.js";
import { asBuffer } from "./byte-buffer.js";
import { createEventStreamParser } from "./event-stream.js";
import { WireFormatError } from "./wire-format-error.js";

/** The payload of one frame of an AWS event stream as text; null: the frame is broken or not whole, or its payload is no text. */
export function framePayload(frame: Uint8Array): string | null {
  try {
    const [read] = createEventStreamParser().push(asBuffer(frame));
    return read === undefined ? null : utf8Text(read.payload);
  } catch (error) {
    if (error instanceof WireFormatError) return null;
    throw error;
  }
}
