import type { MeasureKind } from "./measure.js";

/** The reply ended so. */
export const finish: MeasureKind<"finish"> = {
  kind: "finish",
  run: ([reply], { anyOf }) => (reply.finish === null ? null : anyOf.includes(reply.finish.kind)),
  words: ({ anyOf }) => `ends with ${anyOf.join(" or ")}`,
};
