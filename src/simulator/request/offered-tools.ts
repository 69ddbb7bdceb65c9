import { isJsonObject, type JsonValue } from "../../chat/json.js";
import { memberOf, objectAt, textAt } from "./members.js";
import type { OfferedTool, RequestedChoice } from "./model-request.js";

/** A tool with its schema in the member of this name; empty where it has no name. */
export function offeredTool(tool: JsonValue, schema: string): readonly OfferedTool[] {
  const name = textAt(tool, "name");
  return name === null ? [] : [{ name, parameters: objectAt(tool, schema) }];
}

/**
 * What a request says about calls, in the forms of OpenAI (a word, or an object around a function), Mistral (`any`), Anthropic
 * (`{ "type": "tool", "name": … }`) and Converse (`{ "tool": { "name": … } }`).
 */
export function choiceOf(choice: JsonValue | undefined): RequestedChoice {
  if (typeof choice === "string") return words[choice] ?? "auto";
  if (!isJsonObject(choice)) return "auto";
  const allowed = memberOf(objectAt(choice, "allowed_tools") ?? choice, "mode");
  if (typeof allowed === "string") return words[allowed] ?? "auto";
  const holder = objectAt(choice, "function") ?? objectAt(choice, "tool") ?? choice;
  const tool = textAt(holder, "name");
  if (tool !== null) return { tool };
  return words[textAt(choice, "type") ?? Object.keys(choice)[0] ?? ""] ?? "auto";
}

const words: { readonly [word: string]: RequestedChoice } = { none: "none", any: "required", required: "required" };
