import { toolCallsOf } from "../../../chat/read-reply.js";
import type { MeasureKind } from "./measure.js";

/** So many calls, or more. */
export const callsAtLeast: MeasureKind<"calls-at-least"> = {
  kind: "calls-at-least",
  run: ([reply], { calls }) => toolCallsOf(reply).length >= calls,
  words: ({ calls }) => (calls === 1 ? "calls a tool" : `has ${calls} calls or more`),
};
