import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { maxMessages } from "../../../openai-chat/server/read-request/check-messages.js";
import { isName, isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";
import { responsesItem } from "../../encode/item-types.js";
import { type ContentRule, checkContent } from "./check-content.js";

type Checking = { readonly allows: (member: string) => boolean; readonly warnings: Warning[] };

/** Refuses an input that would not reach the provider whole; a refusal names the path of the member. */
export function checkInput(input: JsonValue | undefined, checking: Checking): void {
  if (typeof input === "string") return;
  demand(Array.isArray(input), "input", "a string or a list of items");
  demand(input.length > 0, "input", "a string or a list of at least one item");
  demand(input.length <= maxMessages, "input", `a list of at most ${maxMessages} items`);
  for (const [index, item] of input.entries()) {
    const at = `input[${index}]`;
    demand(isJsonObject(item), at, "an object");
    checkItem(item, at, checking);
  }
}

function checkItem(item: JsonObject, at: string, checking: Checking): void {
  const { type, id } = item;
  // The API takes a reference without its type.
  if (isNothing(type) && isNothing(item["role"]) && isName(id)) throw reference(`${at}.id`);
  const check = checks.get(type ?? "message") ?? checkOther;
  check(item, at, checking);
}

type Check = (item: JsonObject, at: string, checking: Checking) => void;

const checks: ReadonlyMap<JsonValue, Check> = new Map<JsonValue, Check>([
  ["message", checkMessage],
  ["function_call", checkCall],
  ["custom_tool_call", checkCustomCall],
  ["function_call_output", checkOutput],
  ["custom_tool_call_output", checkOutput],
  ["reasoning", checkReasoning],
  ["item_reference", refuseReference],
]);

const media = ["input_text", "input_image", "input_file", "text"] as const;

const rules: ReadonlyMap<JsonValue | undefined, ContentRule> = new Map([
  ["system", { of: "a system message", parts: ["input_text", "text"], mayBeEmpty: false }],
  ["developer", { of: "a developer message", parts: ["input_text", "text"], mayBeEmpty: false }],
  ["user", { of: "a user message", parts: media, mayBeEmpty: false }],
  [
    "assistant",
    { of: "an assistant message", parts: ["output_text", "refusal", "input_text", "text"], mayBeEmpty: true },
  ],
]);

function checkMessage(item: JsonObject, at: string): void {
  const rule = rules.get(item["role"]);
  if (rule === undefined) {
    const message = `'${at}.role' must be system, developer, user or assistant, not ${shown(item["role"])}.`;
    throw new RequestRefusal(`${at}.role`, message);
  }
  checkContent(item["content"], `${at}.content`, rule);
}

function checkCall(item: JsonObject, at: string, { warnings }: Checking): void {
  checkIdentity(item, at);
  const given = item["arguments"];
  const field = `${at}.arguments`;
  demand(isNothing(given) || typeof given === "string" || isJsonObject(given), field, "a JSON string");
  if (isJsonObject(given))
    warnings.push({ id: "arguments-not-text", field, message: "an object is read as its JSON text" });
}

function checkCustomCall(item: JsonObject, at: string): void {
  checkIdentity(item, at);
  demand(typeof item["input"] === "string", `${at}.input`, "a string");
}

function checkIdentity(item: JsonObject, at: string): void {
  demand(isName(item["call_id"]), `${at}.call_id`, "an id");
  demand(isName(item["name"]), `${at}.name`, "a name");
  demand(isNothing(item["namespace"]) || isName(item["namespace"]), `${at}.namespace`, "a name");
}

function checkOutput(item: JsonObject, at: string): void {
  demand(isName(item["call_id"]), `${at}.call_id`, "the id of a tool call");
  // Some clients send an object in place of its text.
  if (!isJsonObject(item["output"]))
    checkContent(item["output"], `${at}.output`, { of: "a tool's output", parts: media, mayBeEmpty: true });
}

function checkReasoning(item: JsonObject, at: string): void {
  for (const [name, type] of reasoningLists) {
    const list = item[name];
    if (isNothing(list)) continue;
    demand(Array.isArray(list), `${at}.${name}`, "a list");
    for (const [index, part] of list.entries()) {
      demand(isJsonObject(part) && typeof part["text"] === "string", `${at}.${name}[${index}]`, `a ${type}`);
    }
  }
  const encrypted = item["encrypted_content"];
  demand(isNothing(encrypted) || typeof encrypted === "string", `${at}.encrypted_content`, "a string");
}

const reasoningLists = [
  ["summary", "summary_text"],
  ["content", "reasoning_text"],
] as const;

/** Items that bring tools with them: their tools would be asked for without a look at them. */
const bringTools: ReadonlySet<JsonValue | undefined> = new Set(["additional_tools", "tool_search_output"]);

function checkOther(item: JsonObject, at: string, { allows }: Checking): void {
  const { type } = item;
  if (bringTools.has(type) && !allows(String(type))) {
    const message = `'${at}.type' is ${shown(type)}, an item that brings tools: send them in 'tools'. To let requests send such items, list ${String(type)} under 'allow' of the model's entry.`;
    throw new RequestRefusal(`${at}.type`, message, "forbidden_parameter");
  }
  if (responsesItem(item) !== null) return;
  throw new RequestRefusal(
    `${at}.type`,
    `'${at}.type' is ${shown(type)}, which is no item of this API.`,
    "unsupported_value",
  );
}

function refuseReference(_item: JsonObject, at: string): never {
  throw reference(`${at}.type`);
}

function reference(param: string): RequestRefusal {
  const message = `'${param}' refers to a stored item, and this router stores none: send the item itself.`;
  return new RequestRefusal(param, message, "unsupported_parameter");
}
