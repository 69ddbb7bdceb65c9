import type { JsonObject } from "../../../chat/json.js";
import type { Tool } from "../../../chat/request.js";
import { schemaBreaches } from "../arguments-schema.js";
import { bad, type CheckFinding } from "../check.js";
import { both, must } from "../rule.js";
import { describeCall, readArguments, requiredOf } from "../tool-calls.js";
import { argumentsCheck } from "./arguments-check.js";

/** The arguments match the tool's JSON Schema, including nested members. */
export const toolsArgumentsSchema = argumentsCheck(
  {
    id: "tools/arguments-schema",
    claim: "the arguments of every call match the tool's schema",
    rule: must(both("FunctionDefinition.parameters", "ToolInputSchema")),
  },
  (call, tool) => {
    const read = readArguments(call);
    return read.kind === "object" ? breaches(read.value, tool, describeCall(call)) : [];
  },
);

function breaches(args: JsonObject, tool: Tool | undefined, call: string): readonly CheckFinding[] {
  const missing = requiredOf(tool).filter((name) => !Object.hasOwn(args, name));
  if (missing.length > 0) {
    const seen = `${call} lacks ${missing.join(", ")}`;
    return Object.keys(args).length === 0
      ? [bad("arguments-empty", "empty-object", seen)]
      : [bad("arguments-mismatch", "required-missing", seen)];
  }
  const [first] = schemaBreaches(args, tool?.parameters ?? null);
  return first === undefined
    ? []
    : [bad("arguments-mismatch", first.cause, `${call}: ${first.where} ${first.message}`)];
}
