import { expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import { reply, turn } from "../../../../test/samples/transcripts.js";
import { clientAgrees } from "./agrees.js";

test("client/agrees: the other client and every difference are said", () => {
  const reading = {
    completeness: "complete",
    finish: null,
    text: "",
    reasoning: null,
    toolCalls: [],
    outputTokens: null,
    inputTokens: null,
  } as const;
  const read = (differences: readonly string[]) =>
    turn("s", reply([]), { otherReading: { client: "sdk", reading, differences } });
  expect(evidence(clientAgrees, read(["text: a / b", "finish: c / d"]))).toEqual([
    "the sdk client reads: text: a / b; finish: c / d",
  ]);
  expect(said(clientAgrees, read([]))).toEqual([]);
  expect(said(clientAgrees, reply([]))).toBeNull();
});
