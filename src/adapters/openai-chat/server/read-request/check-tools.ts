import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { demand, RequestRefusal, shown } from "./refusal.js";

/** Checks the tools of a request and keeps the members that every route supports. Each other member is a warning. */
export function checkTools(tools: readonly JsonValue[], warnings: Warning[]): readonly JsonObject[] {
  return tools.map((tool, index) => checkTool(tool, `tools[${index}]`, warnings));
}

/** Refuses a tool choice that is neither one of the three words nor a function that the request declares. */
export function checkToolChoice(choice: JsonValue, tools: readonly JsonObject[]): void {
  if (choice === "auto" || choice === "none") return;
  if (choice === "required") {
    if (tools.length > 0) return;
    throw new RequestRefusal("tool_choice", "'tool_choice' requires a call, but there are no tools.");
  }
  const called = isJsonObject(choice) && choice["type"] === "function" ? choice["function"] : null;
  const name = isJsonObject(called) ? called["name"] : null;
  demand(
    typeof name === "string",
    "tool_choice",
    '"auto", "none", "required" or {"type": "function", "function": {"name": …}}',
  );
  const names = tools.map(({ function: declared }) => (isJsonObject(declared) ? declared["name"] : null));
  if (!names.includes(name)) {
    throw new RequestRefusal(
      "tool_choice",
      `'tool_choice' names the function ${shown(name)}, which 'tools' does not declare.`,
    );
  }
}

/** Checks a response format and keeps what every route supports of a JSON schema; an unknown type passes unchanged. */
export function checkFormat(format: JsonObject, warnings: Warning[]): JsonObject {
  demand(typeof format["type"] === "string", "response_format.type", "a string");
  if (format["type"] !== "json_schema") return format;
  const at = "response_format.json_schema";
  const schema = format["json_schema"];
  demand(isJsonObject(schema), at, "an object");
  demand(isName(schema["name"]), `${at}.name`, "a name");
  demand(isJsonObject(schema["schema"]), `${at}.schema`, "a JSON schema");
  demand(isNothing(schema["strict"]) || typeof schema["strict"] === "boolean", `${at}.strict`, "true or false");
  return { type: "json_schema", json_schema: only(schema, ["name", "schema", "strict"], { at, warnings }) };
}

function checkTool(tool: JsonValue, at: string, warnings: Warning[]): JsonObject {
  demand(isJsonObject(tool), at, "an object");
  if (tool["type"] !== "function") {
    const message = `'${at}.type' is ${shown(tool["type"])}: only tools of the type "function" work with every provider.`;
    throw new RequestRefusal(`${at}.type`, message, "unsupported_value");
  }
  const called = tool["function"];
  demand(isJsonObject(called), `${at}.function`, "an object");
  checkFunction(called, `${at}.function`);
  const kept = only(called, ["name", "description", "parameters", "strict"], { at: `${at}.function`, warnings });
  return { ...only(tool, ["type"], { at, warnings, besides: "function" }), function: kept };
}

function checkFunction({ name, description, parameters, strict }: JsonObject, at: string): void {
  demand(isName(name), `${at}.name`, "a name");
  demand(isNothing(description) || typeof description === "string", `${at}.description`, "a string");
  demand(isNothing(parameters) || isJsonObject(parameters), `${at}.parameters`, "a JSON schema");
  demand(isNothing(strict) || typeof strict === "boolean", `${at}.strict`, "true or false");
}

function isName(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

/** Keeps the named members. Each other member that is not null is a warning. */
function only(
  object: JsonObject,
  names: readonly string[],
  { at, warnings, besides }: { readonly at: string; readonly warnings: Warning[]; readonly besides?: string },
): JsonObject {
  const entries = Object.entries(object).filter(([name, value]) => value !== null && name !== besides);
  for (const [name] of entries.filter(([name]) => !names.includes(name))) {
    warnings.push({
      id: "not-carried",
      field: `${at}.${name.slice(0, 100)}`,
      message: "a member that not every provider supports",
    });
  }
  return Object.fromEntries(entries.filter(([name]) => names.includes(name)));
}
