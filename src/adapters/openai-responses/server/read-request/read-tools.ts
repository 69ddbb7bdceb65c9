import { isJsonObject, type JsonObject, type JsonValue, withoutNulls } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { objectAt, textAt } from "../../../openai/wire-members.js";
import { isName, isNothing, keepNamed } from "../../../openai-chat/server/read-request/kept-members.js";
import { demand, RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";
import { type OfferedTool, offeredTools } from "../offered-tools.js";

type Reading = { readonly allows: (member: string) => boolean; readonly warnings: Warning[] };

/** The tools of a request: those that every API can offer, and those that the service runs, as the client sent them. */
export type ReadTools = { readonly offered: readonly OfferedTool[]; readonly hosted: readonly JsonObject[] };

/**
 * Checks the tools of a request. A tool that the service runs is refused unless the configuration allows its type; a web search without
 * access to the web, which Codex always sends, is left out with a warning, since it reaches nothing (Codex 0.171.0, measured 2026-11-28).
 */
export function readTools(tools: JsonValue | undefined, reading: Reading): ReadTools {
  if (!Array.isArray(tools)) return { offered: [], hosted: [] };
  const hosted = tools.flatMap((tool, index) => checkTool(tool, `tools[${index}]`, reading));
  const offered = offeredTools(tools);
  warnNamespaces(tools, offered, reading.warnings);
  return { offered, hosted };
}

/** A tool as a function of this API, as every model can be offered it. */
export function functionOf({ name, isCustom, definition }: OfferedTool, description: string | null): JsonObject {
  const parameters = isCustom ? customParameters : objectAt(definition, "parameters");
  const strict = isCustom ? null : (definition["strict"] ?? null);
  return { ...withoutNulls({ type: "function", name, description, strict }), parameters };
}

/** What a model reads about a tool: its own description, that of its namespace before it, and what its input must follow. */
export function descriptionOf(tool: OfferedTool, tools: JsonValue | undefined): string | null {
  const grammar = tool.isCustom ? objectAt(tool.definition, "format") : null;
  const must = grammar === null ? null : textAt(grammar, "definition");
  const texts = [
    namespaceOf(tool, tools),
    textAt(tool.definition, "description"),
    must === null ? null : `The input must follow this ${textAt(grammar ?? {}, "syntax") ?? ""} grammar:\n${must}`,
  ].filter((text) => text !== null);
  return texts.length === 0 ? null : texts.join("\n\n");
}

/** The one argument of a custom tool where it is offered as a function. */
const customParameters: JsonObject = {
  type: "object",
  properties: { input: { type: "string", description: "The whole input of the tool, as text." } },
  required: ["input"],
  additionalProperties: false,
};

function namespaceOf({ namespace, place }: OfferedTool, tools: JsonValue | undefined): string | null {
  const index = namespace === null ? undefined : /^tools\[(\d+)\]/.exec(place)?.[1];
  const around = index === undefined || !Array.isArray(tools) ? undefined : tools[Number(index)];
  return isJsonObject(around) ? textAt(around, "description") : null;
}

/** The tool itself where the service runs it; empty: it is one that models are offered, or it is left out. */
function checkTool(tool: JsonValue, at: string, reading: Reading): readonly JsonObject[] {
  demand(isJsonObject(tool), at, "an object");
  switch (tool["type"]) {
    case "function":
      checkFunction(tool, at, reading.warnings);
      return [];
    case "custom":
      checkCustom(tool, at, reading.warnings);
      return [];
    case "namespace":
      checkNamespace(tool, at, reading);
      return [];
    default:
      return checkHosted(tool, at, reading);
  }
}

function checkFunction(tool: JsonObject, at: string, warnings: Warning[]): void {
  const { name, description, parameters, strict } = tool;
  demand(isName(name), `${at}.name`, "a name");
  demand(isNothing(description) || typeof description === "string", `${at}.description`, "a string");
  demand(isNothing(parameters) || isJsonObject(parameters), `${at}.parameters`, "a JSON schema");
  demand(isNothing(strict) || typeof strict === "boolean", `${at}.strict`, "true or false");
  keepNamed(tool, ["type", "name", "description", "parameters", "strict"], { at, warnings });
}

function checkCustom(tool: JsonObject, at: string, warnings: Warning[]): void {
  const { name, description, format } = tool;
  demand(isName(name), `${at}.name`, "a name");
  demand(isNothing(description) || typeof description === "string", `${at}.description`, "a string");
  demand(isNothing(format) || isJsonObject(format), `${at}.format`, "an object");
  keepNamed(tool, ["type", "name", "description", "format"], { at, warnings });
  const message =
    'it is offered as a function with one argument, "input", and its calls come back as calls of a custom tool';
  warnings.push({ id: "custom-tool-as-function", field: at, message });
}

function checkNamespace(tool: JsonObject, at: string, reading: Reading): void {
  demand(isName(tool["name"]), `${at}.name`, "a name");
  const { description, tools } = tool;
  demand(isNothing(description) || typeof description === "string", `${at}.description`, "a string");
  demand(Array.isArray(tools), `${at}.tools`, "a list of tools");
  keepNamed(tool, ["type", "name", "description", "tools"], { at, warnings: reading.warnings });
  for (const [index, one] of tools.entries()) {
    const place = `${at}.tools[${index}]`;
    demand(isJsonObject(one), place, "an object");
    if (one["type"] === "function") checkFunction(one, place, reading.warnings);
    else if (one["type"] === "custom") checkCustom(one, place, reading.warnings);
    else
      throw new RequestRefusal(
        `${place}.type`,
        `'${place}.type' must be function or custom, not ${shown(one["type"])}.`,
        "unsupported_value",
      );
  }
}

function checkHosted(tool: JsonObject, at: string, { allows, warnings }: Reading): readonly JsonObject[] {
  const { type } = tool;
  demand(isName(type), `${at}.type`, "the type of a tool");
  if (allows(type)) return [tool];
  if (type === "web_search" && tool["external_web_access"] === false) {
    const message = "a web search without access to the web is left out: it is no function, and it reaches nothing";
    warnings.push({ id: "tool-left-out", field: at, message });
    return [];
  }
  const message = `'${at}.type' is ${shown(type)}: tools that the service runs (search, code, MCP) are not a request's to choose. Only function, custom and namespace work with every provider. To let requests send it to a model that is asked through Responses, list ${type.slice(0, 100)} under 'allow' of the model's entry.`;
  throw new RequestRefusal(`${at}.type`, message, "unsupported_value");
}

function warnNamespaces(tools: readonly JsonValue[], offered: readonly OfferedTool[], warnings: Warning[]): void {
  for (const [index, tool] of tools.entries()) {
    if (!isJsonObject(tool) || tool["type"] !== "namespace") continue;
    const first = offered.find(({ place }) => place.startsWith(`tools[${index}].`));
    const message = `its tools are offered by names such as ${first?.name ?? "namespace__name"}, and their calls come back with the namespace`;
    warnings.push({ id: "namespace-flattened", field: `tools[${index}]`, message });
  }
}
