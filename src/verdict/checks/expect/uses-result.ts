import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import { containsWord, isBlank, quote } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { bad, type Check, callElsewhere, type JudgedTurn, nothingShown, type Seen } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { sameJson } from "../same-json.js";
import { argumentsOf, describeCall } from "../tool-calls.js";
import { expectationsOf } from "./expectations-of.js";
import { isPromise } from "./promise.js";

/**
 * The answer uses the tool's result: it holds a word of every group. If not, the finding says what it does instead:
 * `repeats-call`: the call of an earlier turn again; `unexpected-call`: another call; `describes-call`: tells of the tool or
 * its arguments, and nothing of the result; `promise-no-action`: announces; `result-ignored`: anything else, with
 * the cause `in-part` where some groups are there.
 */
export const expectUsesResult: Check = {
  id: "expect/uses-result",
  claim: "the answer uses the tool's result",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: ["choice-ignored", ...nothingShown, ...callElsewhere, "phantom-call", "tool-name-unknown"],
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
): Seen {
  const text = answerTextOf(judged.turn.reply);
  const calls = toolCallsOf(judged.turn.reply);
  if (isBlank(text) && calls.length > 0)
    return bad("unexpected-call", "instead-of-answer", calls.map(describeCall).join(", "));
  const seen = `missing ${missing.map((group) => group.map((word) => quote(word)).join(" or ")).join("; ")}; the answer is ${quote(text)}`;
  if (inPart) return bad("result-ignored", "in-part", seen);
  if (isPromise(text)) return bad("promise-no-action", null, quote(text));
  return tellsOfCall(judged, text) ? bad("describes-call", null, quote(text)) : bad("result-ignored", null, seen);
}

/** A call of the history, made again while the scenario expects no call in this step. */
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
 * The text names a declared tool (`get_weather`; beside words such as "function" also "get weather" and "search"), speaks of
 * a function or tool call, or spells an argument as `name: value`, `name=value` or JSON.
 */
function tellsOfCall(judged: JudgedTurn, text: string): boolean {
  if (/\b(?:function|tool)[ _-]call/i.test(text)) return true;
  const speaksOfCalls = /\b(?:function|tool|call(?:ed|ing|s)?|parameters?|arguments?)\b/i.test(text);
  return (
    judged.tools.some(({ name }) => namesTool(text, name, speaksOfCalls)) ||
    judged.earlierCalls.some((call) => spellsArguments(text, call.arguments))
  );
}

/** A name of one plain word is also a word of the language: it counts only where the text speaks of calls. */
function namesTool(text: string, name: string, speaksOfCalls: boolean): boolean {
  const isPlainWord = /^[a-z]+$/.test(name);
  if (!isPlainWord && containsWord(text, name)) return true;
  return speaksOfCalls && containsWord(text, name.replace(/[_-]+/g, " "));
}

function spellsArguments(text: string, given: JsonObject | null): boolean {
  if (!isJsonObject(given)) return false;
  return Object.entries(given).some(
    ([name, value]) =>
      typeof value === "string" &&
      value !== "" &&
      new RegExp(`["'\`*]*\\b${escaped(name)}["'\`*]*\\s*[:=]\\s*["'\`*]*${escaped(value)}`, "i").test(text),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
