import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import { containsWord, escapeRegExp, isBlank, quote } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { bad, type Check, type CheckFinding, callElsewhere, type JudgedTurn, nothingShown } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { sameJson } from "../same-json.js";
import { argumentsOf, describeCall } from "../tool-calls.js";
import { expectationsOf } from "./expectations-of.js";
import { isPromise } from "./promise.js";

/**
 * The answer uses the tool's result: it contains a word of every group. Otherwise the finding is what the reply does instead.
 * `repeats-call`: it makes the call of an earlier turn again. `unexpected-call`: it makes another call. `describes-call`: it
 * describes the tool or its arguments, and nothing of the result. `promise-no-action`: it announces an action.
 * `result-ignored`: anything else, with the cause `in-part` where some groups are present.
 */
export const expectUsesResult: Check = {
  id: "expect/uses-result",
  claim: "the answer uses the tool's result",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: [
    "choice-ignored",
    "crossed-reply",
    ...nothingShown,
    ...callElsewhere,
    "phantom-call",
    "tool-name-unknown",
  ],
  run: (judged) => {
    const groups = expectationsOf(judged, "uses-result").flatMap((one) => one.groups);
    if (groups.length === 0) return null;
    const repeated = repeatedCall(judged);
    if (repeated !== null) return [bad("repeats-call", null, repeated)];
    const text = answerTextOf(judged.turn.reply);
    const missing = groups.filter((group) => !group.some((word) => containsWord(text, word)));
    return missing.length === 0 ? [] : [insteadOfUsing(judged, missing, { inPart: missing.length < groups.length })];
  },
};

function insteadOfUsing(
  judged: JudgedTurn,
  missing: readonly (readonly string[])[],
  { inPart }: { readonly inPart: boolean },
): CheckFinding {
  const text = answerTextOf(judged.turn.reply);
  const calls = toolCallsOf(judged.turn.reply);
  if (isBlank(text) && calls.length > 0)
    return bad("unexpected-call", "instead-of-answer", calls.map(describeCall).join(", "));
  const seen = `missing ${missing.map((group) => group.map((word) => quote(word)).join(" or ")).join("; ")}; the answer is ${quote(text)}`;
  if (inPart) return bad("result-ignored", "in-part", seen);
  if (isPromise(text)) return bad("promise-no-action", null, quote(text));
  return describesCall(judged, text) ? bad("describes-call", null, quote(text)) : bad("result-ignored", null, seen);
}

/** The repeated call of an earlier turn, described; null without one, and in a step where the scenario expects a call. */
function repeatedCall(judged: JudgedTurn): string | null {
  if (expectationsOf(judged, "calls").length > 0) return null;
  const again = toolCallsOf(judged.turn.reply).find((call) => {
    const given = argumentsOf(call);
    return judged.earlierCalls.some(
      (earlier) =>
        earlier.name === call.name &&
        given !== null &&
        earlier.arguments !== null &&
        sameJson(earlier.arguments, given),
    );
  });
  return again === undefined ? null : describeCall(again);
}

/**
 * True when the text names a declared tool (`get_weather`; beside words such as "function" also "get weather" and "search"),
 * mentions a function call or tool call, or writes an argument as `name: value`, `name=value` or JSON.
 */
function describesCall(judged: JudgedTurn, text: string): boolean {
  if (/\b(?:function|tool)[ _-]call/i.test(text)) return true;
  const mentionsCalls = /\b(?:function|tool|call(?:ed|ing|s)?|parameters?|arguments?)\b/i.test(text);
  return (
    judged.tools.some(({ name }) => namesTool(text, name, mentionsCalls)) ||
    judged.earlierCalls.some((call) => writesArguments(text, call.arguments))
  );
}

/** A name that is one plain word is also an ordinary word: it counts only where the text mentions calls. */
function namesTool(text: string, name: string, mentionsCalls: boolean): boolean {
  const isPlainWord = /^[a-z]+$/.test(name);
  if (!isPlainWord && containsWord(text, name)) return true;
  return mentionsCalls && containsWord(text, name.replace(/[_-]+/g, " "));
}

function writesArguments(text: string, given: JsonObject | null): boolean {
  if (!isJsonObject(given)) return false;
  return Object.entries(given).some(
    ([name, value]) =>
      typeof value === "string" &&
      value !== "" &&
      new RegExp(`["'\`*]*\\b${escapeRegExp(name)}["'\`*]*\\s*[:=]\\s*["'\`*]*${escapeRegExp(value)}`, "i").test(text),
  );
}
