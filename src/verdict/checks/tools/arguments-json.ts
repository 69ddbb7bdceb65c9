import { quote } from "../../compare-text.js";
import { bad, note } from "../check.js";
import { both, must } from "../rule.js";
import { describeCall, readArguments, requiredOf } from "../tool-calls.js";
import { argumentsCheck } from "./arguments-check.js";

/** The arguments of a call are a JSON object. Absent or blank arguments are a note where the tool requires none. */
export const toolsArgumentsJson = argumentsCheck(
  {
    id: "tools/arguments-json",
    claim: "the arguments of every call are a JSON object",
    rule: must(both("function.arguments: JSON format", "ToolUseBlock.input")),
  },
  (call, tool) => {
    const read = readArguments(call);
    switch (read.kind) {
      case "object":
        return [];
      case "invalid":
        return [bad("arguments-invalid-json", null, `${describeCall(call)}: ${read.message}`)];
      case "not-an-object":
        return [bad("arguments-invalid-json", "not-an-object", describeCall(call))];
      default: {
        const seen = `${quote(call.name ?? "")} was called with ${read.kind === "absent" ? "no arguments" : "blank arguments"}`;
        return [(requiredOf(tool).length > 0 ? bad : note)("arguments-empty", read.kind, seen)];
      }
    }
  },
);
