import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { textAt } from "../../../openai/wire-members.js";
import { mendEscapes } from "../../../openai-chat/server/read-request/well-formed.js";
import { flatName, type OfferedTool, offeredName } from "../offered-tools.js";

/**
 * The items of an input with calls as every API has them: a call in a namespace under the name that the model was offered, and the call of
 * a custom tool as one of a function. Each item keeps its place. Halves of characters in arguments are mended, with a warning.
 */
export function lowerInput(
  input: JsonValue | undefined,
  tools: readonly OfferedTool[],
  warnings: Warning[],
): JsonValue | undefined {
  if (!Array.isArray(input)) return input;
  return input.map((item, index) => (isJsonObject(item) ? lowerItem(item, tools, { index, warnings }) : item));
}

type Place = { readonly index: number; readonly warnings: Warning[] };

function lowerItem(item: JsonObject, tools: readonly OfferedTool[], place: Place): JsonObject {
  switch (item["type"]) {
    case "function_call":
      return lowerCall(item, tools, place);
    case "custom_tool_call": {
      const { call_id, name = "" } = item;
      const given = JSON.stringify({ input: item["input"] ?? "" });
      return lowerCall(
        { type: "function_call", call_id: call_id ?? null, name, ...namespaceOf(item), arguments: given },
        tools,
        place,
      );
    }
    case "custom_tool_call_output":
      return { ...item, type: "function_call_output" };
    default:
      return item;
  }
}

function namespaceOf({ namespace = null }: JsonObject): JsonObject {
  return namespace === null ? {} : { namespace };
}

function lowerCall(
  { namespace, ...item }: JsonObject,
  tools: readonly OfferedTool[],
  { index, warnings }: Place,
): JsonObject {
  const given = item["arguments"];
  const own = textAt(item, "name");
  const inside = typeof namespace === "string" ? namespace : null;
  const name = own === null || inside === null ? own : (offeredName(tools, own, inside) ?? flatName(inside, own));
  return {
    ...item,
    ...(name === null ? {} : { name }),
    ...(typeof given === "string" ? { arguments: mendEscapes(given, `input[${index}].arguments`, warnings) } : {}),
  };
}
