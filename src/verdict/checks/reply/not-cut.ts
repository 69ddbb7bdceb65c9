import type { ToolCallPart } from "../../../chat/message.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import { substanceOf } from "../../blank-reply.js";
import { quote } from "../../compare-text.js";
import { unreadText } from "../../unread-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, type JudgedTurn, note } from "../check.js";
import { expectCalls } from "../expect/calls.js";
import { expectationsOf } from "../expect/expectations-of.js";
import { expectSays } from "../expect/says.js";
import { expectUsesResult } from "../expect/uses-result.js";
import { both, must } from "../rule.js";
import { describeCall, readArguments, requiredOf, toolNamed } from "../tool-calls.js";
import { finishWords } from "./substance-check.js";

/**
 * The token limit does not cut the reply. A cut is bad when something is lost: nothing is shown, a call is incomplete, or an
 * expectation fails. Otherwise it is a note. Where the scenario expects `length`, a cut is not a fault.
 */
export const replyNotCut: Check = {
  id: "reply/not-cut",
  claim: "the token limit does not cut the reply",
  rule: must(both("finish_reason length", "StopReason max_tokens")),
  needsWholeReply: true,
  explainedBy: ["refusal"],
  run: (judged) => {
    const { finish } = judged.turn.reply;
    if (finish?.kind !== "length") return [];
    if (expectationsOf(judged, "finish").some(({ anyOf }) => anyOf.includes("length"))) return [];
    const cut = toolCallsOf(judged.turn.reply).find((call) => isCutCall(call, judged));
    const callText = cut === undefined ? "" : `; ${describeCall(cut)} stops short`;
    const seen = `${finishWords(finish)}; ${remainderText(judged)}${callText}`;
    return [(losesSomething(judged) ? bad : note)("cut-by-max-tokens", null, seen)];
  },
};

function losesSomething(judged: JudgedTurn): boolean {
  if (substanceOf(judged.turn.reply).kind === "cut") return true;
  if (toolCallsOf(judged.turn.reply).some((call) => isCutCall(call, judged))) return true;
  return [expectCalls, expectSays, expectUsesResult].some((check) => (check.run(judged)?.length ?? 0) > 0);
}

/**
 * True for a call whose arguments stop short. Anthropic and Converse send a document, which is whole by form: a call that was cut
 * in its arguments has `{}` or lacks what it requires. Only the last call can be the one that was cut.
 */
function isCutCall(call: ToolCallPart, { turn, tools }: JudgedTurn): boolean {
  const read = readArguments(call);
  if (read.kind !== "object") return true;
  if (call !== toolCallsOf(turn.reply).at(-1)) return false;
  return requiredOf(toolNamed(tools, call.name)).some((name) => !Object.hasOwn(read.value, name));
}

function remainderText({ turn }: JudgedTurn): string {
  const text = visibleTextOf(turn.reply);
  const limit = turn.request.maxOutputTokens;
  const limitText = limit === null ? "no limit was sent" : `limit ${limit}`;
  return `${limitText}; ${text === "" ? `no text${unreadText(turn.reply)}` : `text ${quote(text)}`}`;
}
