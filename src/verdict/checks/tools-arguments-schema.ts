import { argumentsCheck } from "./arguments-check.js";
import { bad } from "./check.js";
import { describeCall, readArguments } from "./tool-calls.js";

/** The arguments have every member that the tool's schema requires. Types and nested members are not looked at. */
export const toolsArgumentsSchema = argumentsCheck(
  "tools/arguments-schema",
  "the arguments of every call have what the tool requires",
  (call, required) => {
    const read = readArguments(call);
    if (read.kind !== "object") return [];
    const missing = required.filter((name) => !Object.hasOwn(read.value, name));
    if (missing.length === 0) return [];
    const seen = `${describeCall(call)} lacks ${missing.join(", ")}`;
    return Object.keys(read.value).length === 0
      ? [bad("arguments-empty", "empty-object", seen)]
      : [bad("arguments-mismatch", "required-missing", seen)];
  },
);
