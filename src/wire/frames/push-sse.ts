import type { SseFrame, SseParser } from "./sse.js";
import { WireFormatError } from "./wire-format-error.js";

/** The frames of these bytes and, where they break the format or a limit of ours, the fault that ends the body; else null. */
export function pushSse(
  parser: SseParser,
  bytes: Uint8Array,
): { readonly frames: readonly SseFrame[]; readonly fault: WireFormatError | null } {
  try {
    return { frames: parser.push(bytes), fault: null };
  } catch (error) {
    if (error instanceof WireFormatError) return { frames: error.sseFrames, fault: error };
    throw error;
  }
}
