import { type Answer, type AnswerCall, type AnswerPart, callsOf, usageOf } from "../answer/answer.js";
import type { MintId } from "../answer/mint-id.js";
import { historyCalls, type ModelRequest } from "../request/model-request.js";

/** What a fault may use besides the answer. */
export type BendContext = { readonly request: ModelRequest; readonly mint: MintId };

/** The first call of the answer, else the last call of the history, else a new call of the first offered tool. */
export function aCall(answer: Answer, { request, mint }: BendContext): AnswerCall {
  const first = callsOf(answer)[0];
  if (first !== undefined) return first;
  const last = historyCalls(request).at(-1);
  const name = last?.name ?? request.tools[0]?.name ?? "lookup";
  return { kind: "call", id: mint(name, 0), name, argumentsText: last?.argumentsText ?? "{}" };
}

/** The answer with other parts, and usage to match; no usage stays no usage. */
export function withParts(answer: Answer, { request }: BendContext, parts: readonly AnswerPart[]): Answer {
  return { ...answer, parts, usage: answer.usage === null ? null : usageOf(parts, request.bodyLength) };
}
