import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { ChatRequest, Tool } from "../../chat/request.js";

/**
 * Adds the functions that the request declares elsewhere, so that calls can still be checked against the declared names: those of a tool
 * list that our request type cannot represent in full (`cache_control`, no `type`), which is in `extra` and stays there; those of a
 * `namespace` in it; and those that an item of the history brings (`additional_tools` and `tool_search_output` of Responses).
 */
export function withDeclaredTools(request: ChatRequest): ChatRequest {
  const listed = toolsIn(request.extra["tools"]);
  const found = [...(request.tools === null ? listed : listed.filter(isNested)), ...inHistory(request)];
  const known = new Set((request.tools ?? []).map(({ name }) => name));
  const more = found.flatMap(({ tool }) => (known.has(tool.name) ? [] : [tool]));
  const isListed = Array.isArray(request.extra["tools"]);
  return more.length === 0 && !isListed ? request : { ...request, tools: [...(request.tools ?? []), ...more] };
}

/** A declared function. `isNested`: inside a namespace. */
type Declared = { readonly tool: Tool; readonly isNested: boolean };

function isNested(declared: Declared): boolean {
  return declared.isNested;
}

function inHistory({ messages }: ChatRequest): readonly Declared[] {
  return messages.flatMap((message) =>
    message.role !== "assistant"
      ? []
      : message.parts.flatMap((part) =>
          part.kind === "other" && isJsonObject(part.raw) ? toolsIn(part.raw["tools"]) : [],
        ),
  );
}

function toolsIn(value: JsonValue | undefined): readonly Declared[] {
  return Array.isArray(value) ? value.flatMap(toolsOf) : [];
}

function toolsOf(value: JsonValue): readonly Declared[] {
  if (!isJsonObject(value)) return [];
  if (value["type"] === "namespace") return toolsIn(value["tools"]).map(({ tool }) => ({ tool, isNested: true }));
  // Chat Completions has the function as a member, Responses in the tool itself.
  const declared = isJsonObject(value["function"]) ? value["function"] : value["type"] === "function" ? value : null;
  return declared === null ? [] : toolIn(declared).map((tool) => ({ tool, isNested: false }));
}

function toolIn(declared: JsonObject): readonly Tool[] {
  const { name, description, parameters, strict } = declared;
  if (typeof name !== "string") return [];
  return [
    {
      name,
      description: typeof description === "string" ? description : null,
      parameters: isJsonObject(parameters) ? parameters : null,
      strict: typeof strict === "boolean" ? strict : null,
    },
  ];
}
