import type { EventFrame, SseFrame } from "./frame.js";

/** The faults of a stream's bytes, one word each. */
export type WireFormatFault =
  | "line-too-long" // SSE: more bytes without a line end than the limit
  | "event-too-long" // SSE: more `data` in one event than the limit
  | "prelude-checksum" // event stream: the first CRC does not match, so no length can be trusted
  | "message-checksum" // event stream: the CRC over the whole frame does not match
  | "frame-length" // event stream: a declared length below 16 or above the limit
  | "header-length" // event stream: the headers do not fit into their frame, or a header not into the block
  | "header-type"; // event stream: a header type above 9

/**
 * Bytes that violate the format, or go beyond a limit of ours. `frames` and `sseFrames`: the frames that the same `push` decoded before the fault, so
 * that none is lost. After a fault, every later `push` throws the same fault, without frames.
 */
export class WireFormatError extends Error {
  override name = "WireFormatError" as const;
  readonly kind: WireFormatFault;
  readonly frames: readonly EventFrame[];
  readonly sseFrames: readonly SseFrame[];
  /** True for a limit of this program, which the format does not have: nothing is wrong with the bytes. */
  readonly isOurLimit: boolean;
  constructor(
    kind: WireFormatFault,
    message: string,
    before: { frames?: readonly EventFrame[]; sseFrames?: readonly SseFrame[] } = {},
  ) {
    super(message);
    this.kind = kind;
    this.isOurLimit = kind === "line-too-long" || kind === "event-too-long";
    this.frames = before.frames ?? [];
    this.sseFrames = before.sseFrames ?? [];
  }
}
