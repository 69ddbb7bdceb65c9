import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import { containsWord, quote } from "../../compare-text.js";
import { jsonObjectsIn } from "../../serialised-call.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, type JudgedTurn, note, type Seen } from "../check.js";
import { both, must } from "../rule.js";
import { sameJson } from "../same-json.js";
import { argumentsOf, describeCall, readArguments } from "../tool-calls.js";

/**
 * A call has the form in which calls are made. Odd forms, none of them a chat template's:
 * `wrapped`: the arguments are the whole call again; `stringified`: they are a JSON text that holds the object;
 * `json-text`, `code-text`: where a call was expected, the text holds one as JSON in members of its own or as code
 * (`get_weather(location="SF")`); `told-as-well` (a note): a proper call, and its arguments told in the text.
 */
export const toolsCallForm: Check = {
  id: "tools/call-form",
  claim: "a call has the form in which calls are made",
  rule: must(both("ChatCompletionMessageToolCall.function.arguments", "ToolUseBlock.input")),
  needsWholeReply: true,
  explainedBy: ["tool-call-as-text", "tool-call-in-reasoning", "duplicate-call"],
  run: (judged) => {
    const calls = toolCallsOf(judged.turn.reply);
    if (calls.length > 0) return [...calls.flatMap(oddArguments), ...toldAsWell(judged)].slice(0, 1);
    return judged.expect.some(({ kind }) => kind === "calls") ? oddText(judged) : null;
  },
};

function oddArguments(call: ReturnType<typeof toolCallsOf>[number]): readonly Seen[] {
  const read = readArguments(call);
  if (read.kind === "not-an-object") {
    const inner = typeof read.value === "string" ? parsed(read.value) : null;
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

function toldAsWell({ turn }: JudgedTurn): readonly Seen[] {
  const told = jsonObjectsIn(visibleTextOf(turn.reply));
  const call = toolCallsOf(turn.reply).find((one) => {
    const given = argumentsOf(one);
    return given !== null && Object.keys(given).length > 0 && told.some(({ value }) => sameJson(value, given));
  });
  return call === undefined ? [] : [note("unusual-tool-call", "told-as-well", quote(visibleTextOf(turn.reply)))];
}

function oddText({ turn, tools }: JudgedTurn): readonly Seen[] {
  const text = visibleTextOf(turn.reply);
  const named = tools.filter(({ name }) => containsWord(text, name)).map(({ name }) => name);
  if (named.length === 0) return [];
  if (named.some((name) => new RegExp(`\\b${escaped(name)}\\s*\\([^)]*[=:{"'][^)]*\\)`).test(text))) {
    return [bad("unusual-tool-call", "code-text", quote(text))];
  }
  return jsonObjectsIn(text).some(({ value }) => isCallLike(value, named, text))
    ? [bad("unusual-tool-call", "json-text", quote(text))]
    : [];
}

/** The object names the tool in a member, or holds arguments while the text around it names the tool. */
function isCallLike(value: JsonObject, named: readonly string[], text: string): boolean {
  const spelled = JSON.stringify(value);
  return named.some((name) => spelled.includes(JSON.stringify(name)) || containsWord(text.replace(spelled, ""), name));
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
