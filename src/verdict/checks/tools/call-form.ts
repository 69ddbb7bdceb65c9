import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import { containsWord, escapeRegExp, quote } from "../../compare-text.js";
import { jsonObjectsIn, parseObject } from "../../serialised-call/json-objects.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, type CheckFinding, type JudgedTurn, note } from "../check.js";
import { both, must } from "../rule.js";
import { sameJson } from "../same-json.js";
import { argumentsOf, describeCall, readArguments } from "../tool-calls.js";

/**
 * A call has the API's form for calls. Odd forms, none of them from a chat template:
 * `wrapped`: the arguments repeat the whole call. `stringified`: they are a JSON text that contains the object.
 * `json-text`, `code-text`: where a call was expected, the text has one, as JSON with other members or as code
 * (`get_weather(location="SF")`). `told-as-well` (a note): a proper call whose arguments the text repeats.
 */
export const toolsCallForm: Check = {
  id: "tools/call-form",
  claim: "a call has the API's form for calls",
  rule: must(both("ChatCompletionMessageToolCall.function.arguments", "ToolUseBlock.input")),
  needsWholeReply: true,
  explainedBy: ["tool-call-as-text", "tool-call-in-reasoning", "duplicate-call"],
  run: (judged) => {
    const calls = toolCallsOf(judged.turn.reply);
    if (calls.length > 0) return [...calls.flatMap(oddArguments), ...repeatedInText(judged)].slice(0, 1);
    return judged.expect.some(({ kind }) => kind === "calls") ? oddText(judged) : null;
  },
};

function oddArguments(call: ReturnType<typeof toolCallsOf>[number]): readonly CheckFinding[] {
  const read = readArguments(call);
  if (read.kind === "not-an-object") {
    const inner = typeof read.value === "string" ? parseObject(read.value) : null;
    return inner === null ? [] : [bad("unusual-tool-call", "stringified", describeCall(call))];
  }
  if (read.kind !== "object") return [];
  const wraps =
    read.value["name"] === call.name && (isWrapped(read.value["parameters"]) || isWrapped(read.value["arguments"]));
  return wraps ? [bad("unusual-tool-call", "wrapped", describeCall(call))] : [];
}

function isWrapped(value: unknown): boolean {
  return isJsonObject(value) || typeof value === "string";
}

function repeatedInText({ turn }: JudgedTurn): readonly CheckFinding[] {
  const objects = jsonObjectsIn(visibleTextOf(turn.reply));
  const call = toolCallsOf(turn.reply).find((one) => {
    const given = argumentsOf(one);
    return given !== null && Object.keys(given).length > 0 && objects.some(({ value }) => sameJson(value, given));
  });
  return call === undefined ? [] : [note("unusual-tool-call", "told-as-well", quote(visibleTextOf(turn.reply)))];
}

function oddText({ turn, tools }: JudgedTurn): readonly CheckFinding[] {
  const text = visibleTextOf(turn.reply);
  const named = tools.filter(({ name }) => containsWord(text, name)).map(({ name }) => name);
  if (named.length === 0) return [];
  if (named.some((name) => new RegExp(`\\b${escapeRegExp(name)}\\s*\\([^)]*[=:{"'][^)]*\\)`).test(text))) {
    return [bad("unusual-tool-call", "code-text", quote(text))];
  }
  return jsonObjectsIn(text).some(({ value }) => isCallLike(value, named, text))
    ? [bad("unusual-tool-call", "json-text", quote(text))]
    : [];
}

/** True when a member of the object names the tool, or when the text around the object does. */
function isCallLike(value: JsonObject, named: readonly string[], text: string): boolean {
  const source = JSON.stringify(value);
  return named.some((name) => source.includes(JSON.stringify(name)) || containsWord(text.replace(source, ""), name));
}
