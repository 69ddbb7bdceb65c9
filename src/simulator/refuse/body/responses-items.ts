import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { listAt, textAt } from "../../request/members.js";
import { itemType } from "../../request/read-responses.js";
import { first, missing, mistake, type ResponsesMistake, wrongType } from "./responses-mistake.js";

/** The first mistake in the items of a request: in one of them, or in how calls and outputs, reasoning and what follows it, belong together. */
export function itemsMistake(items: readonly JsonValue[]): ResponsesMistake | null {
  return first(items, itemMistake) ?? pairingMistake(items) ?? reasoningMistake(items);
}

const roles = ["assistant", "system", "developer", "user"];

function itemMistake(item: JsonValue, at: number): ResponsesMistake | null {
  const where = `input[${at}]`;
  if (!isJsonObject(item)) return wrongType(where, "an object", item);
  switch (itemType(item)) {
    case "message":
      return messageMistake(item, where);
    case "item_reference":
      return mistake(`Item with id '${textAt(item, "id") ?? ""}' not found.`, "input");
    case "function_call":
      return textAt(item, "call_id") === null ? missing(`${where}.call_id`) : argumentsMistake(item, where);
    case "function_call_output":
      return textAt(item, "call_id") === null ? missing(`${where}.call_id`) : null;
    default:
      return null;
  }
}

function messageMistake(item: JsonObject, where: string): ResponsesMistake | null {
  const { role } = item;
  if (role === undefined) return missing(`${where}.role`);
  if (typeof role !== "string" || !roles.includes(role)) {
    const message = `Invalid value: '${String(role)}'. Supported values are: 'assistant', 'system', 'developer', and 'user'. (${where}.role)`;
    return mistake(message, where, "invalid_value");
  }
  return first(listAt(item, "content"), (part, inner) => partMistake(part, `${where}.content[${inner}]`));
}

function argumentsMistake({ arguments: text }: JsonObject, where: string): ResponsesMistake | null {
  if (text === undefined) return missing(`${where}.arguments`);
  return typeof text === "string" ? null : wrongType(`${where}.arguments`, "a string", text);
}

function partMistake(part: JsonValue, where: string): ResponsesMistake | null {
  const url = textAt(part, "type") === "input_image" ? textAt(part, "image_url") : null;
  const data = url === null ? null : (/^data:[^,]*;base64,(.*)$/s.exec(url)?.[1] ?? null);
  if (data === null || /^[A-Za-z0-9+/]+={0,2}$/.test(data)) return null;
  return mistake(
    `Invalid '${where}.image_url'. Expected a base64-encoded data URL with an image MIME type.`,
    `${where}.image_url`,
    "invalid_value",
  );
}

/** Every output answers a call before it, once, and every call has its output. */
function pairingMistake(items: readonly JsonValue[]): ResponsesMistake | null {
  const open = new Set<string>();
  for (const item of items) {
    const id = textAt(item, "call_id");
    if (id === null) continue;
    if (itemType(item) === "function_call") open.add(id);
    else if (itemType(item) === "function_call_output" && !open.delete(id)) {
      return mistake(`No tool call found for function call output with call_id ${id}.`, "input");
    }
  }
  const [unanswered] = open;
  return unanswered === undefined ? null : mistake(`No tool output found for function call ${unanswered}.`, "input");
}

function reasoningMistake(items: readonly JsonValue[]): ResponsesMistake | null {
  return first(items, (item, at) => {
    const id = itemType(item) === "reasoning" ? textAt(item, "id") : null;
    const next = items[at + 1];
    if (id === null || (next !== undefined && isOfModel(next))) return null;
    return mistake(`Item '${id}' of type 'reasoning' was provided without its required following item.`, "input");
  });
}

function isOfModel(item: JsonValue): boolean {
  const type = itemType(item);
  return type === "message" ? textAt(item, "role") === "assistant" : !type.endsWith("_output");
}
