import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { type Answer, callsOf, joinedText, tokensOf } from "../answer/answer.js";
import { serialisedCall } from "../faults/call-dialects.js";
import type { RequestContent } from "../request/model-request.js";
import type { Mark, WriteContext } from "../write/piece.js";

/** One record of an InvokeModel stream: the JSON inside a `chunk` event. */
export type StreamRecord = { readonly mark: Mark; readonly value: JsonObject };

/** A body family of InvokeModel: how its requests are read and its replies are written. */
export type Family = {
  /** The members that the service requires in a body. */
  readonly requires: readonly string[];
  /** The reason why a body is refused; null: it is accepted. Absent: every body that has the required members is. */
  readonly mistake?: (body: JsonObject) => string | null;
  readonly read: (body: JsonObject) => RequestContent;
  readonly unary: (answer: Answer, context: WriteContext) => JsonObject;
  readonly stream: (answer: Answer, context: WriteContext) => readonly StreamRecord[];
};

/** The content of a request to a family with one prompt and no tools. */
export function readPrompt(prompt: string): RequestContent {
  return { system: null, turns: [{ role: "user", text: prompt }], tools: [], toolChoice: "auto", prompt };
}

/** The reply of a text family: the text, and calls as the JSON that Llama writes. */
export function plainText(answer: Answer): string {
  const calls = callsOf(answer).map((call) => serialisedCall(call, "llama-json"));
  return [joinedText(answer.parts), ...calls].filter((text) => text !== "").join("\n");
}

/** The reported tokens, or synthetic ones for families that always send them. */
export function reportedTokens(answer: Answer): { readonly input: number; readonly output: number } {
  return answer.usage ?? { input: 1, output: tokensOf(plainText(answer)) };
}

/** The family's word for a finish reason; null: none is sent. */
export function finishWord(
  answer: Answer,
  words: { readonly stop: string; readonly length: string; readonly calls: string; readonly filter: string },
): string | null {
  const { finish } = answer;
  if (typeof finish === "object") return finish.word;
  switch (finish) {
    case "stop":
      return words.stop;
    case "tool-calls":
      return words.calls;
    case "length":
      return words.length;
    case "content-filter":
      return words.filter;
    case "malformed-tool-use":
    case "malformed-output":
      return finish.replaceAll("-", "_");
    case "missing":
      return null;
    default:
      return unreachable(finish);
  }
}
