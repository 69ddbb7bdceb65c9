import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { unreachable } from "../../../chat/unreachable.js";
import type { ArgumentMatcher } from "../../../scenario/expectation.js";
import { containsWord, normaliseText } from "../../compare-text.js";
import { sameJson } from "../same-json.js";

/** A description of each argument that does not match the scenario; arguments that it does not name may have any value. */
export function mismatchesOf(
  given: JsonObject,
  expected: { readonly [name: string]: ArgumentMatcher },
): readonly string[] {
  return Object.entries(expected).flatMap(([name, matcher]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return isMatch(value, matcher) ? [] : [`${name} is ${JSON.stringify(value) ?? "absent"}, not ${describe(matcher)}`];
  });
}

function isMatch(value: JsonValue | undefined, matcher: ArgumentMatcher): boolean {
  switch (matcher.kind) {
    case "equals":
      return isEqual(value, matcher.value);
    case "any-of":
      return matcher.values.some((expected) => isEqual(value, expected));
    case "contains":
      return (typeof value === "string" || typeof value === "number") && containsWord(String(value), matcher.text);
    case "present":
      return value !== undefined && value !== null;
    default:
      return unreachable(matcher);
  }
}

/** Text is compared after {@link normaliseText}; a number does not equal its text. */
function isEqual(value: JsonValue | undefined, expected: JsonValue): boolean {
  if (typeof value === "string" && typeof expected === "string")
    return normaliseText(value) === normaliseText(expected);
  return sameJson(value, expected);
}

function describe(matcher: ArgumentMatcher): string {
  switch (matcher.kind) {
    case "equals":
      return JSON.stringify(matcher.value);
    case "any-of":
      return `one of ${matcher.values.map((expected) => JSON.stringify(expected)).join(", ")}`;
    case "contains":
      return `a value containing ${JSON.stringify(matcher.text)}`;
    case "present":
      return "anything but null";
    default:
      return unreachable(matcher);
  }
}
