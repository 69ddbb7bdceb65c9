import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { Tool, ToolChoice } from "../../../chat/request.js";
import { callingModes, enumWord, memberOf, objectAt, objectsAt, textAt } from "../wire.js";
import { decodeSchema } from "./schema.js";

/** The declared functions; a hosted tool (`googleSearch`, `codeExecution`) is a warning. */
export function decodeTools(tools: readonly JsonObject[], warnings: Warning[]): readonly Tool[] {
  return tools.flatMap((tool, index) => {
    for (const name of Object.keys(tool)) {
      if (/^function_?declarations$/i.test(name)) continue;
      warnings.push({ id: "not-read", field: `tools[${index}].${name}`, message: "a tool that the service runs" });
    }
    return objectsAt(tool, "functionDeclarations").flatMap(decodeFunction);
  });
}

function decodeFunction(declared: JsonObject): readonly Tool[] {
  const name = textAt(declared, "name");
  if (name === null) return [];
  const declaredAs = objectAt(declared, "parameters");
  const parameters =
    objectAt(declared, "parametersJsonSchema") ?? (declaredAs === null ? null : decodeSchema(declaredAs));
  return [{ name, description: textAt(declared, "description"), parameters, strict: null }];
}

/** `ANY` with one allowed name is a choice of that tool; `VALIDATED` is `AUTO` with checked arguments. */
export function decodeChoice(config: JsonValue | undefined, warnings: Warning[]): ToolChoice | null {
  const calling = isJsonObject(config) ? objectAt(config, "functionCallingConfig") : null;
  if (calling === null) return null;
  const allowed = memberOf(calling, "allowedFunctionNames");
  const names = Array.isArray(allowed) ? allowed.filter((name) => typeof name === "string") : [];
  const [only] = names;
  switch (enumWord(calling["mode"], callingModes)) {
    case "ANY":
      if (only !== undefined && names.length === 1) return { kind: "tool", name: only };
      if (names.length > 1) {
        const field = "toolConfig.functionCallingConfig.allowedFunctionNames";
        warnings.push({ id: "not-read", field, message: "a choice among some of the tools" });
      }
      return { kind: "required" };
    case "NONE":
      return { kind: "none" };
    case "AUTO":
    case "VALIDATED":
      return { kind: "auto" };
    default:
      return null;
  }
}
