import type { JsonObject, JsonValue } from "../../chat/json.js";
import { isList, listAt, memberOf, textAt } from "./members.js";
import type { RequestCall, RequestContent, RequestTurn } from "./model-request.js";
import { choiceOf, offeredTool } from "./offered-tools.js";
import { contentText } from "./read-openai.js";

/** Reads a body of OpenAI's Responses. Adjacent items of the model are one turn. */
export function readResponses(body: JsonObject): RequestContent {
  const items = inputItems(body);
  const instructions = textAt(body, "instructions");
  const system = [...(instructions === null ? [] : [instructions]), ...items.filter(isSystem).map(itemText)];
  return {
    system: system.length === 0 ? null : system.join("\n"),
    turns: items.filter((item) => !isSystem(item)).reduce(withItem, [] as readonly RequestTurn[]),
    tools: allowed(offered(listAt(body, "tools")), memberOf(body, "tool_choice")),
    toolChoice: choiceOf(memberOf(body, "tool_choice")),
    prompt: null,
  };
}

/** The items of a request; one text is a message of the user. */
export function inputItems(body: JsonObject): readonly JsonValue[] {
  const input = memberOf(body, "input");
  if (typeof input === "string") return [{ role: "user", content: input }];
  return isList(input) ? input : [];
}

/** The type of an item. One without a type is a message, as most clients send it. */
export function itemType(item: JsonValue): string {
  return textAt(item, "type") ?? "message";
}

/** The functions among the tools, also those in a namespace. */
function offered(tools: readonly JsonValue[]): RequestContent["tools"] {
  return tools.flatMap((tool) => {
    const type = textAt(tool, "type");
    if (type === "namespace") return offered(listAt(tool, "tools"));
    return type === "function" || type === "custom" ? offeredTool(tool, "parameters") : [];
  });
}

/** The tools that `allowed_tools` names; without it, all. */
function allowed(tools: RequestContent["tools"], choice: JsonValue | undefined): RequestContent["tools"] {
  if (textAt(choice, "type") !== "allowed_tools") return tools;
  const names = listAt(choice, "tools").map((tool) => textAt(tool, "name"));
  return tools.filter(({ name }) => names.includes(name));
}

function isSystem(item: JsonValue): boolean {
  const role = textAt(item, "role");
  return itemType(item) === "message" && (role === "system" || role === "developer");
}

function itemText(item: JsonValue): string {
  return contentText(memberOf(item, "content"));
}

function withItem(turns: readonly RequestTurn[], item: JsonValue): readonly RequestTurn[] {
  switch (itemType(item)) {
    case "message":
      if (textAt(item, "role") === "assistant") return withAssistant(turns, { text: itemText(item), calls: [] });
      return [...turns, { role: "user", text: itemText(item) }];
    case "function_call":
    case "custom_tool_call":
      return withAssistant(turns, { text: "", calls: [callOf(item)] });
    case "function_call_output":
    case "custom_tool_call_output":
      return [
        ...turns,
        { role: "tool", toolCallId: textAt(item, "call_id"), text: contentText(memberOf(item, "output")) },
      ];
    default:
      return turns;
  }
}

type Said = { readonly text: string; readonly calls: readonly RequestCall[] };

function withAssistant(turns: readonly RequestTurn[], said: Said): readonly RequestTurn[] {
  const last = turns.at(-1);
  if (last?.role !== "assistant") return [...turns, { role: "assistant", ...said }];
  return [
    ...turns.slice(0, -1),
    { role: "assistant", text: last.text + said.text, calls: [...last.calls, ...said.calls] },
  ];
}

function callOf(item: JsonValue): RequestCall {
  return {
    id: textAt(item, "call_id"),
    name: textAt(item, "name") ?? "",
    argumentsText: textAt(item, "arguments") ?? textAt(item, "input") ?? "{}",
  };
}
