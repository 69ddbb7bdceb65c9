import { toolCallsOf } from "../../../chat/read-reply.js";
import type { MeasureKind } from "./measure.js";

/** A call of that tool. */
export const callsTool: MeasureKind<"calls-tool"> = {
  kind: "calls-tool",
  run: ([reply], { tool }) => toolCallsOf(reply).some(({ name }) => name === tool),
  words: ({ tool }) => `calls ${tool}`,
};
