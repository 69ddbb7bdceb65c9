import type { JsonObject } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { Tool, ToolChoice } from "../../../chat/request.js";
import { booleanIn, objectIn, objectsIn, stringIn } from "../../draft/read-json.js";
import { cachePoint } from "./parts.js";
import { type Place, placeAt } from "./place.js";

/**
 * Decodes the tools that the client runs; null: none are listed. What a tool has beside name, description, schema and `strict` is a
 * warning; so is a tool that the service runs, which is left out.
 */
export function readTools(body: JsonObject, warnings: Warning[]): readonly Tool[] | null {
  const tools = objectsIn(body, "tools");
  if (tools === null) return null;
  return tools.flatMap((tool, at) => readTool(tool, placeAt(warnings, `tools[${at}]`)));
}

/**
 * The types of tools that Anthropic defines and the client runs: the model calls them by their name. All other types but `custom`
 * are run by the service (@anthropic-ai/sdk 1.14.0: BetaToolUnion).
 */
const clientTypes = /^(?:computer|bash|text_editor|memory|browser_toolset|computer_toolset)_\d+$/;

function readTool(tool: JsonObject, place: Place): readonly Tool[] {
  const type = stringIn(tool, "type");
  const name = stringIn(tool, "name");
  const isCustom = type === null || type === "custom";
  if (!isCustom && !clientTypes.test(type)) {
    place.lose("tool-dropped", `a tool of type ${type}, which the service runs`);
    return [];
  }
  if (name === null) {
    place.lose("tool-dropped", "the tool has no name");
    return [];
  }
  if (!isCustom) place.lose("not-read", `the type ${type} of a tool`);
  for (const member of Object.keys(tool)) {
    if (!toolMembers.has(member) && tool[member] !== null) place.lose("not-read", `the ${member} of a tool`);
  }
  const [point] = cachePoint(tool);
  return [
    {
      name,
      description: stringIn(tool, "description"),
      parameters: objectIn(tool, "input_schema"),
      strict: booleanIn(tool, "strict"),
      ...(point === undefined ? {} : { cachePoint: { ttl: point.ttl } }),
    },
  ];
}

const toolMembers: ReadonlySet<string> = new Set([
  ...["type", "name", "description", "input_schema"],
  ...["strict", "cache_control"],
]);

/** Decodes `tool_choice`; null: absent, or of a type that is not known. */
export function readToolChoice(choice: JsonObject): ToolChoice | null {
  const type = stringIn(choice, "type");
  if (type === "auto" || type === "none") return { kind: type };
  if (type === "any") return { kind: "required" };
  const name = stringIn(choice, "name");
  return type === "tool" && name !== null ? { kind: "tool", name } : null;
}

/** Whether `tool_choice` allows several calls at once; null: it does not say. */
export function readParallel(choice: JsonObject): boolean | null {
  const serial = booleanIn(choice, "disable_parallel_tool_use");
  return serial === null ? null : !serial;
}
