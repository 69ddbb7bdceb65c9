import type { ChatRequest } from "../../chat/request.js";
import { surroundingsOf } from "../../verdict/checks/tools/surroundings.js";
import { writtenCalls } from "../../verdict/checks/tools/written-calls.js";
import { isBlank } from "../../verdict/compare-text.js";
import { askedTurnOf } from "../../verdict/judged-turn.js";
import { answerTextOf } from "../../verdict/visible-text.js";

/** Why a text is no answer: it is blank, it is reasoning alone, or it has a call that the model wrote instead of making it. */
export type NoAnswer = "nothing" | "reasoning" | "written-call";

/**
 * Why the whole text of a reply is no answer to the request; null: it is one. Calls count for requests with tools, by the rules of
 * the harness, and where words follow only if they are whole and in a template's markup: an answer may write about calls.
 */
export function noAnswerIn(text: string, request: ChatRequest): NoAnswer | null {
  // Most texts begin with a letter, which is cheaper to see.
  if (!/^[!-~]/.test(text) && isBlank(text)) return "nothing";
  const canHaveThought = text.includes("<") || /^\s*analysis/.test(text);
  if (canHaveThought && isBlank(answerTextOf({ parts: [{ kind: "text", text: withoutPreamble(text) }] })))
    return "reasoning";
  return hasTools(request) && hasWrittenCall(text, request) ? "written-call" : null;
}

/** Whether the request lets the model call anything. */
export function hasTools({ tools, toolChoice }: ChatRequest): boolean {
  return tools !== null && tools.length > 0 && toolChoice?.kind !== "none";
}

function hasWrittenCall(text: string, request: ChatRequest): boolean {
  const calls = writtenCalls(askedTurnOf({ request }), text);
  if (calls.length === 0) return false;
  const around = surroundingsOf(text, calls);
  if (around.isLastWord) return true;
  return calls.some((call) => call.strength !== "plain" && call.name !== null && !around.isExplained(call));
}

/** The channels of gpt-oss before its final one, with their marks or without. */
function withoutPreamble(text: string): string {
  return text.replace(/^\s*(?:<\|channel\|>)?analysis[\s\S]*?(?:assistantfinal|<\|channel\|>final<\|message\|>)/, "");
}
