import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { isName, isNothing, keepNamed } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";

/** `members`: tools and choice for every model. `own`: tools that only the service of this API knows, as the client wrote the list. */
type Tools = { readonly members: JsonObject; readonly own: JsonObject };

type Checking = { readonly allows: (member: string) => boolean; readonly warnings: Warning[] };

/**
 * Checks the tools and the choice of one. A tool of the service is refused unless the configuration allows it by its type. Of the others,
 * the members that every route supports are kept; each other member is a warning.
 */
export function checkTools(body: JsonObject, checking: Checking): Tools {
  const { tools, tool_choice: choice } = body;
  const listed = Array.isArray(tools)
    ? tools.map((tool: JsonValue, at) => checkTool(tool, `tools[${at}]`, checking))
    : [];
  const kept = listed.flatMap((tool) => (tool.kept === null ? [] : [tool.kept]));
  const isHosted = kept.length < listed.length;
  const members: { [name: string]: JsonValue } = {};
  // A list of tools that are all the service's is no empty list.
  if (Array.isArray(tools) && (kept.length > 0 || !isHosted)) members["tools"] = kept;
  if (isJsonObject(choice)) members["tool_choice"] = checkChoice(choice, listed, checking.warnings);
  return { members, own: isHosted && tools !== undefined ? { tools } : {} };
}

/** The type of a tool that the service defines; null: the client defines it. */
export function hostedType(tool: JsonValue): string | null {
  const type = isJsonObject(tool) ? tool["type"] : null;
  return typeof type === "string" && type !== "custom" ? type : null;
}

type Checked = { readonly name: JsonValue; readonly kept: JsonObject | null };

function checkTool(tool: JsonValue, at: string, { allows, warnings }: Checking): Checked {
  demand(isJsonObject(tool), at, "an object");
  const { type, name, description, input_schema: schema, strict } = tool;
  demand(isNothing(type) || isName(type), `${at}.type`, "a name");
  const hosted = hostedType(tool);
  if (hosted !== null) {
    if (!allows(hosted)) throw hostedRefusal(hosted, at);
    return { name: name ?? null, kept: null };
  }
  demand(isName(name), `${at}.name`, "a name");
  demand(isNothing(description) || typeof description === "string", `${at}.description`, "a string");
  demand(isNothing(schema) || isJsonObject(schema), `${at}.input_schema`, "a JSON schema");
  demand(isNothing(strict) || typeof strict === "boolean", `${at}.strict`, "true or false");
  const kept = keepNamed(tool, ["name", "description", "input_schema", "strict"], { at, warnings, besides: "type" });
  return { name, kept };
}

function hostedRefusal(type: string, at: string): RequestRefusal {
  const message = `'${at}.type' is ${shown(type)}: only tools that the client defines (type custom) work with every provider. To let requests use it where the model's service has it, list ${type} under 'allow' of the model's entry.`;
  return new RequestRefusal(`${at}.type`, message, "unsupported_value");
}

const choices: readonly (JsonValue | undefined)[] = ["auto", "any", "tool", "none"];

function checkChoice(choice: JsonObject, tools: readonly Checked[], warnings: Warning[]): JsonObject {
  const { type, name, disable_parallel_tool_use: serial } = choice;
  demand(choices.includes(type), "tool_choice.type", `auto, any, tool or none, not ${shown(type)}`);
  demand(isNothing(serial) || typeof serial === "boolean", "tool_choice.disable_parallel_tool_use", "true or false");
  if ((type === "any" || type === "tool") && tools.length === 0) {
    throw new RequestRefusal("tool_choice", "'tool_choice' requires a call, but there are no tools.");
  }
  if (type === "tool") {
    demand(isName(name), "tool_choice.name", "the name of a tool");
    if (!tools.some((tool) => tool.name === name)) {
      const message = `'tool_choice' names the tool ${shown(name)}, which 'tools' does not declare.`;
      throw new RequestRefusal("tool_choice.name", message);
    }
  }
  const names = ["type", "disable_parallel_tool_use", ...(type === "tool" ? ["name"] : [])];
  return keepNamed(choice, names, { at: "tool_choice", warnings });
}
