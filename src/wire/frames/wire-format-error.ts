import type { EventFrame, SseFrame } from "./frame.js";

/** What is wrong with the bytes of a stream, one word each. */
export type WireFormatFault =
  | "line-too-long" // SSE: more bytes without a line end than the cap
  | "event-too-long" // SSE: more `data` in one event than the cap
  | "prelude-checksum" // event stream: the first CRC does not match, so no length can be trusted
  | "message-checksum" // event stream: the CRC over the whole frame does not match
  | "frame-length" // event stream: a declared length below 16 or above the cap
  | "header-length" // event stream: the headers do not fit into their frame, or a header not into the block
  | "header-type"; // event stream: a header type above 9

/**
 * The bytes are not what the format promises. `frames` and `sseFrames` are what the same `push` had decoded before
 * the fault, so that nothing is lost; a parser that threw once throws again on every later `push`, then with none.
 */
export class WireFormatError extends Error {
  override name = "WireFormatError" as const;
  readonly kind: WireFormatFault;
  readonly frames: readonly EventFrame[];
  readonly sseFrames: readonly SseFrame[];
  constructor(
    kind: WireFormatFault,
    message: string,
    before: { frames?: readonly EventFrame[]; sseFrames?: readonly SseFrame[] } = {},
  ) {
    super(message);
    this.kind = kind;
    this.frames = before.frames ?? [];
    this.sseFrames = before.sseFrames ?? [];
  }
}
