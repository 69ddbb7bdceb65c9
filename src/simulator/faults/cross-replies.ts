import { conversationsOf } from "../../scenario/in-flight/in-flight.js";
import type { MatchedStep } from "../request/match-step.js";
import type { ModelRequest } from "../request/model-request.js";
import type { AnswerFault } from "./fault.js";

/**
 * The request of the next conversation in flight, where a fault mixes up their replies; null: none does, or the step is of no such conversation. The
 * requests of two conversations differ in their markers alone.
 */
export function crossedWith(
  request: ModelRequest,
  matched: MatchedStep | null,
  faults: readonly AnswerFault[],
): ModelRequest | null {
  const own = matched?.step.conversation ?? null;
  if (matched === null || own === null || !faults.some(({ fault }) => fault === "crossed-reply")) return null;
  const conversations = conversationsOf(matched.scenario);
  const next = conversations[own.number % conversations.length]?.[0]?.conversation;
  if (next === undefined || next === null) return null;
  const other: ModelRequest = JSON.parse(JSON.stringify(request).replaceAll(own.marker, next.marker));
  return other;
}
