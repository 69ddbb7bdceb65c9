import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { ChatRequest, Tool } from "../../chat/request.js";

/**
 * Adds the functions of a tool list that our request type cannot represent in full (`cache_control`, no `type`). Such a list
 * is in `extra` and stays there; with this, calls can still be checked against the declared names.
 */
export function withDeclaredTools(request: ChatRequest): ChatRequest {
  const listed = request.extra["tools"];
  if (request.tools !== null || !Array.isArray(listed)) return request;
  return { ...request, tools: listed.flatMap(toolIn) };
}

function toolIn(value: JsonValue): readonly Tool[] {
  const declared = isJsonObject(value) ? value["function"] : undefined;
  if (!isJsonObject(declared)) return [];
  const { name, description, parameters, strict } = declared;
  if (typeof name !== "string") return [];
  return [
    {
      name,
      description: typeof description === "string" ? description : null,
      parameters: isJsonObject(parameters) ? (parameters satisfies JsonObject) : null,
      strict: typeof strict === "boolean" ? strict : null,
    },
  ];
}
