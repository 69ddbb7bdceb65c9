import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { isList, listAt, memberOf, textAt } from "../../request/members.js";
import { inputItems, itemType } from "../../request/read-responses.js";
import { brokenBy, type SettingRule, typeWord } from "./number-mistake.js";

/** Why a body of Responses is refused. `code` and `param` null: none is sent. */
export type ResponsesMistake = {
  readonly message: string;
  readonly code: string | null;
  readonly param: string | null;
};

/**
 * The first mistake of a body of Responses, in OpenAI's words; null: it is accepted. Recorded: the reasoning item without its following one
 * (pydantic-ai, 2025-09-12) and the previous response (rig, 2026-07). Tool outputs: microsoft/vscode#320060 (2026-06-05),
 * router-for-me/CLIProxyAPI#2368 (2026-03-27). Settings and types: as in chat ([chat-body](./chat-body.ts)). An unknown member:
 * openai/codex and portkey.ai/error-library ("Unknown parameter: '…'.").
 */
export function responsesMistake(body: JsonObject): ResponsesMistake | null {
  const items = inputItems(body);
  return (
    unknownMember(body) ??
    inputMistake(body) ??
    first(settings, (rule) => settingMistake(body, rule)) ??
    first(listAt(body, "tools"), toolMistake) ??
    choiceMistake(body) ??
    stateMistake(body) ??
    first(items, itemMistake) ??
    pairingMistake(items) ??
    reasoningMistake(items)
  );
}

function mistake(message: string, param: string | null = null, code: string | null = null): ResponsesMistake {
  return { message, code, param };
}

function first<Item>(
  items: readonly Item[],
  find: (item: Item, at: number) => ResponsesMistake | null,
): ResponsesMistake | null {
  for (const [at, item] of items.entries()) {
    const found = find(item, at);
    if (found !== null) return found;
  }
  return null;
}

/** The members of a request (Open Responses `CreateResponseBody`, llamastack/llama-stack d1b663; OpenAI's reference, 2026-11), and OpenRouter's and Codex's. */
const members: ReadonlySet<string> = new Set([
  ...["model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens"],
  ...["max_tool_calls", "temperature", "top_p", "presence_penalty", "frequency_penalty", "top_logprobs", "text"],
  ...["reasoning", "include", "store", "previous_response_id", "conversation", "background", "stream"],
  ...["stream_options", "truncation", "metadata", "service_tier", "safety_identifier", "prompt_cache_key"],
  ...["prompt_cache_retention", "prompt", "context_management", "user", "client_metadata", "moderation"],
  ...["provider", "plugins", "models", "route", "session_id", "modalities", "image_config", "top_k", "usage"],
]);

function unknownMember(body: JsonObject): ResponsesMistake | null {
  const unknown = Object.keys(body).find((name) => !members.has(name));
  return unknown === undefined ? null : mistake(`Unknown parameter: '${unknown}'.`, unknown, "unknown_parameter");
}

function inputMistake(body: JsonObject): ResponsesMistake | null {
  const input = memberOf(body, "input");
  if (input === undefined || input === null) {
    return mistake("Missing required parameter: 'input'.", "input", "missing_required_parameter");
  }
  if (typeof input === "string" || isList(input)) return null;
  return wrongType("input", "one of an array of objects or string", input);
}

function wrongType(where: string, expected: string, value: JsonValue): ResponsesMistake {
  const message = `Invalid type for '${where}': expected ${expected}, but got ${typeWord(value)} instead.`;
  return mistake(message, where, "invalid_type");
}

const settings: readonly SettingRule[] = [
  { name: "temperature", type: "number", least: 0, most: 2 },
  { name: "top_p", type: "number", least: 0, most: 1 },
  { name: "presence_penalty", type: "number", least: -2, most: 2 },
  { name: "frequency_penalty", type: "number", least: -2, most: 2 },
  // OpenAI's least is 16 (openai-node threads, 2025); services behind the same form take 1.
  { name: "max_output_tokens", type: "integer", least: 1 },
  { name: "top_logprobs", type: "integer", least: 0, most: 20 },
  { name: "parallel_tool_calls", type: "boolean" },
  { name: "store", type: "boolean" },
];

const words = { number: "a decimal", integer: "an integer", boolean: "a boolean" } as const;

function settingMistake(body: JsonObject, rule: SettingRule): ResponsesMistake | null {
  const value = memberOf(body, rule.name);
  const broken = brokenBy(value, rule);
  if (broken === null || value === undefined) return null;
  if (broken === "type") return wrongType(rule.name, words[rule.type], value);
  const kind = rule.type === "integer" ? "integer" : "decimal";
  const [bound, sign] = broken === "below" ? ["minimum", `>= ${rule.least}`] : ["maximum", `<= ${rule.most}`];
  return mistake(
    `Invalid '${rule.name}': ${kind} ${broken} ${bound} value. Expected a value ${sign}, but got ${String(value)} instead.`,
    rule.name,
    `${kind}_${broken}_${broken === "below" ? "min" : "max"}_value`,
  );
}

function toolMistake(tool: JsonValue, at: number): ResponsesMistake | null {
  const where = `tools[${at}]`;
  if (!isJsonObject(tool)) return wrongType(where, "an object", tool);
  const type = textAt(tool, "type");
  if (type === null)
    return mistake(`Missing required parameter: '${where}.type'.`, `${where}.type`, "missing_required_parameter");
  if (type !== "function") return null;
  const name = textAt(tool, "name");
  if (name === null)
    return mistake(`Missing required parameter: '${where}.name'.`, `${where}.name`, "missing_required_parameter");
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    return mistake(
      `Invalid '${where}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
      `${where}.name`,
      "invalid_value",
    );
  }
  const { parameters } = tool;
  if (parameters === undefined || parameters === null || isJsonObject(parameters)) return null;
  return wrongType(`${where}.parameters`, "an object", parameters);
}

function choiceMistake(body: JsonObject): ResponsesMistake | null {
  const choice = memberOf(body, "tool_choice");
  if (choice === undefined || choice === null || choice === "auto" || choice === "none") return null;
  const tools = listAt(body, "tools");
  if (typeof choice === "string" && choice !== "required") {
    return mistake(
      `Invalid value: '${choice}'. Supported values are: 'none', 'auto', and 'required'.`,
      "tool_choice",
      "invalid_value",
    );
  }
  const hosted = isJsonObject(choice) && textAt(choice, "type") !== "function";
  if (tools.length === 0 && !hosted) {
    return mistake("Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice");
  }
  const name = textAt(choice, "name");
  if (textAt(choice, "type") !== "function" || tools.some((tool) => textAt(tool, "name") === name)) return null;
  return mistake(`Tool choice '${name ?? ""}' not found in 'tools' parameter.`, "tool_choice");
}

/** The simulator keeps no reply, and says so as a service does that has not kept this one. */
function stateMistake(body: JsonObject): ResponsesMistake | null {
  const previous = textAt(body, "previous_response_id");
  if (previous !== null) {
    return mistake(
      `Previous response with id '${previous}' not found.`,
      "previous_response_id",
      "previous_response_not_found",
    );
  }
  const kept = ["conversation", "prompt"].find((name) => (memberOf(body, name) ?? null) !== null);
  if (kept !== undefined)
    return mistake(`Unsupported parameter: '${kept}': the simulator keeps nothing.`, kept, "unsupported_parameter");
  if (body["background"] !== true) return null;
  return mistake(
    "Unsupported parameter: 'background': the simulator keeps nothing.",
    "background",
    "unsupported_parameter",
  );
}

const roles = ["assistant", "system", "developer", "user"];

function itemMistake(item: JsonValue, at: number): ResponsesMistake | null {
  const where = `input[${at}]`;
  if (!isJsonObject(item)) return wrongType(where, "an object", item);
  switch (itemType(item)) {
    case "message": {
      const role = item["role"];
      if (typeof role === "string" && roles.includes(role))
        return first(listAt(item, "content"), (part, inner) => partMistake(part, `${where}.content[${inner}]`));
      if (role === undefined)
        return mistake(`Missing required parameter: '${where}.role'.`, `${where}.role`, "missing_required_parameter");
      return mistake(
        `Invalid value: '${String(role)}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.`,
        where,
        "invalid_value",
      );
    }
    case "item_reference":
      return mistake(`Item with id '${textAt(item, "id") ?? ""}' not found.`, "input");
    case "function_call":
    case "function_call_output": {
      if (textAt(item, "call_id") === null) {
        return mistake(
          `Missing required parameter: '${where}.call_id'.`,
          `${where}.call_id`,
          "missing_required_parameter",
        );
      }
      if (itemType(item) === "function_call" && typeof item["arguments"] !== "string") {
        return item["arguments"] === undefined
          ? mistake(
              `Missing required parameter: '${where}.arguments'.`,
              `${where}.arguments`,
              "missing_required_parameter",
            )
          : wrongType(`${where}.arguments`, "a string", item["arguments"] ?? null);
      }
      return null;
    }
    default:
      return null;
  }
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
