import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { isName } from "../../../openai-chat/server/read-request/kept-members.js";
import { RequestRefusal, shown } from "../../../openai-chat/server/read-request/refusal.js";
import type { OfferedTool } from "../offered-tools.js";

/** A tool choice for the decoder, and the tools that it leaves: those that `allowed_tools` lists, else all. */
export type ReadChoice = { readonly choice: JsonValue | null; readonly tools: readonly OfferedTool[] };

/**
 * Reads the tool choice of a request. `allowed_tools` limits the tools themselves, since no other API has it. Refuses a choice of a tool
 * that the request does not declare, or that the service would run.
 */
export function readChoice(choice: JsonValue | undefined, tools: readonly OfferedTool[]): ReadChoice {
  if (choice === undefined || choice === null) return { choice: null, tools };
  if (choice === "auto" || choice === "none") return { choice, tools };
  if (choice === "required") return required(tools);
  if (!isJsonObject(choice)) throw unreadable();
  if (choice["type"] === "allowed_tools") return allowedTools(choice, tools);
  const [name] = namesOf([choice], tools, "tool_choice");
  if (name === undefined) throw unreadable();
  return { choice: { type: "function", name }, tools };
}

function required(tools: readonly OfferedTool[]): ReadChoice {
  if (tools.length > 0) return { choice: "required", tools };
  throw new RequestRefusal("tool_choice", "'tool_choice' requires a call, but there are no tools.");
}

function allowedTools({ mode, tools: listed }: JsonObject, tools: readonly OfferedTool[]): ReadChoice {
  if ((mode !== "auto" && mode !== "required") || !Array.isArray(listed)) throw unreadable();
  const names = new Set(namesOf(listed, tools, "tool_choice.tools"));
  const left = tools.filter(({ name }) => names.has(name));
  return mode === "required" ? required(left) : { choice: "auto", tools: left };
}

/** The names by which models are offered the tools that a choice names. */
function namesOf(listed: readonly JsonValue[], tools: readonly OfferedTool[], param: string): readonly string[] {
  return listed.map((one) => {
    if (!isJsonObject(one) || (one["type"] !== "function" && one["type"] !== "custom") || !isName(one["name"]))
      throw unreadable();
    const { name: own, namespace = null } = one;
    const found = tools.filter((tool) => tool.own === own && (namespace === null || tool.namespace === namespace));
    const named = found.find((tool) => tool.namespace === namespace) ?? found[0];
    if (named !== undefined) return named.name;
    throw new RequestRefusal(param, `'${param}' names the tool ${shown(own)}, which 'tools' does not declare.`);
  });
}

function unreadable(): RequestRefusal {
  const forms =
    '"auto", "none", "required", {"type": "function", "name": …} or {"type": "allowed_tools", "mode": …, "tools": […]}';
  return new RequestRefusal("tool_choice", `'tool_choice' must be ${forms}.`);
}
