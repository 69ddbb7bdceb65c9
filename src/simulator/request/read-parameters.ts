import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { memberOf, numberAt, objectAt, textAt } from "./members.js";

/**
 * What a request says of calls in parallel, of the form of its reply and of reasoning. `parallelToolCalls` null: nothing. `format` null: text;
 * `schema` null: any JSON object. `reasoning` null: nothing; `effort` null: none is named.
 */
export type AskedParameters = {
  readonly parallelToolCalls: boolean | null;
  readonly format: { readonly schema: JsonObject | null } | null;
  readonly reasoning: { readonly isOff: boolean; readonly effort: string | null } | null;
};

/** Reads them in the forms of OpenAI's two APIs, Anthropic, Moonshot, Nova and Converse. */
export function readParameters(body: JsonObject): AskedParameters {
  const fields = objectAt(body, "additionalModelRequestFields") ?? {};
  return {
    parallelToolCalls: parallelIn(body) ?? parallelIn(fields),
    format: formatIn(body),
    reasoning: reasoningIn(body) ?? reasoningIn(fields) ?? reasoningIn(objectAt(body, "inferenceConfig") ?? {}),
  };
}

function parallelIn(body: JsonObject): boolean | null {
  const plain = body["parallel_tool_calls"];
  if (typeof plain === "boolean") return plain;
  const isDisabled = memberOf(objectAt(body, "tool_choice") ?? {}, "disable_parallel_tool_use");
  return typeof isDisabled === "boolean" ? !isDisabled : null;
}

function formatIn(body: JsonObject): AskedParameters["format"] {
  const plain = objectAt(body, "response_format");
  const named = objectAt(plain ?? {}, "json_schema");
  if (named !== null) return { schema: objectAt(named, "schema") };
  if (textAt(plain ?? {}, "type") === "json_object") return { schema: null };
  const flat = objectAt(objectAt(body, "text") ?? {}, "format");
  if (textAt(flat ?? {}, "type") === "json_schema") return { schema: objectAt(flat ?? {}, "schema") };
  if (textAt(flat ?? {}, "type") === "json_object") return { schema: null };
  const anthropic = objectAt(objectAt(body, "output_config") ?? {}, "format");
  if (anthropic !== null) return { schema: objectAt(anthropic, "schema") };
  const text = objectAt(objectAt(body, "outputConfig") ?? {}, "textFormat");
  const structure = objectAt(objectAt(text ?? {}, "structure") ?? {}, "jsonSchema");
  return structure === null ? null : { schema: parsed(textAt(structure, "schema")) };
}

/** Converse has the schema as a text. */
function parsed(schema: string | null): JsonObject | null {
  try {
    const value: unknown = JSON.parse(schema ?? "null");
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function reasoningIn(body: JsonObject): AskedParameters["reasoning"] {
  const flat = textAt(body, "reasoning_effort");
  if (flat !== null) return { isOff: flat === "none", effort: flat };
  const switched = objectAt(body, "thinking") ?? objectAt(body, "reasoningConfig");
  if (switched !== null) {
    return {
      isOff: textAt(switched, "type") === "disabled",
      effort: textAt(switched, "maxReasoningEffort") ?? textAt(body["output_config"], "effort"),
    };
  }
  const gateway = objectAt(body, "reasoning");
  if (gateway === null) return null;
  const effort = textAt(gateway, "effort");
  const isOff = memberOf(gateway, "enabled") === false || effort === "none" || numberAt(gateway, "max_tokens") === 0;
  return { isOff, effort };
}
