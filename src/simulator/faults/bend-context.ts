import { type Answer, type AnswerCall, type AnswerPart, callsOf, usageOf } from "../answer/answer.js";
import type { MintId } from "../answer/mint-id.js";
import { type Asked, callsAsked } from "../ask/asked.js";

/** What a fault may look at beside the answer. */
export type BendContext = { readonly asked: Asked; readonly mint: MintId };

/** The answer's first call; else the last one of the history; else one of the first tool that is offered. */
export function aCall(answer: Answer, { asked, mint }: BendContext): AnswerCall {
  const own = callsOf(answer)[0];
  if (own !== undefined) return own;
  const last = callsAsked(asked).at(-1);
  const name = last?.name ?? asked.toolNames[0] ?? "lookup";
  return { kind: "call", id: mint(name, 0), name, argumentsText: last?.argumentsText ?? "{}" };
}

export function withParts(answer: Answer, { asked }: BendContext, parts: readonly AnswerPart[]): Answer {
  return { ...answer, parts, usage: answer.usage === null ? null : usageOf(parts, asked.bodyLength) };
}
