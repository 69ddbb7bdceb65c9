import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { ChatRequest, Tool } from "../../chat/request.js";

/**
 * The request with the functions that it declares in a form that our words cannot keep whole (`cache_control`, no `type`):
 * such a list stands in `extra`, and stays there. Calls are held against the declared names either way.
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
