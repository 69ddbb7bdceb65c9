import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { unreachable } from "../../../chat/unreachable.js";
import type { ArgumentMatcher } from "../../../scenario/expectation.js";
import { containsWord, normaliseText } from "../../compare-text.js";
import { sameJson } from "../same-json.js";

/** In words, every argument that is not as the scenario wants it; arguments that it does not name are free. */
export function mismatchesOf(
  given: JsonObject,
  wanted: { readonly [name: string]: ArgumentMatcher },
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, matcher]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return isMatch(value, matcher) ? [] : [`${name} is ${JSON.stringify(value) ?? "absent"}, not ${describe(matcher)}`];
  });
}

function isMatch(value: JsonValue | undefined, matcher: ArgumentMatcher): boolean {
  switch (matcher.kind) {
    case "equals":
      return isEqual(value, matcher.value);
    case "any-of":
      return matcher.values.some((one) => isEqual(value, one));
    case "contains":
      return (typeof value === "string" || typeof value === "number") && containsWord(String(value), matcher.text);
    case "present":
      return value !== undefined && value !== null;
    default:
      return unreachable(matcher);
  }
}

/** Text is compared as everywhere; a number is not its text. */
function isEqual(value: JsonValue | undefined, wanted: JsonValue): boolean {
  if (typeof value === "string" && typeof wanted === "string") return normaliseText(value) === normaliseText(wanted);
  return sameJson(value, wanted);
}

function describe(matcher: ArgumentMatcher): string {
  switch (matcher.kind) {
    case "equals":
      return JSON.stringify(matcher.value);
    case "any-of":
      return `one of ${matcher.values.map((one) => JSON.stringify(one)).join(", ")}`;
    case "contains":
      return `something with ${JSON.stringify(matcher.text)}`;
    case "present":
      return "anything but null";
    default:
      return unreachable(matcher);
  }
}
