import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { memberNamed, unsafeNames } from "../request-members/members.js";

/**
 * Removes members that choose from the reasoning details of a history, each with a warning. Details go to the upstream as the
 * client sent them, since only their maker knows their members; no maker's details choose whom to ask.
 */
export function clearDetails(messages: readonly JsonValue[], warnings: Warning[]): readonly JsonValue[] {
  if (!messages.some(hasDetails)) return messages;
  return messages.map((message, at) => {
    const details = isJsonObject(message) ? message["reasoning_details"] : null;
    if (!isJsonObject(message) || !Array.isArray(details)) return message;
    const cleared = details.map((detail, index) =>
      clearMembers(detail, `messages[${at}].reasoning_details[${index}]`, warnings),
    );
    return { ...message, reasoning_details: cleared };
  });
}

function hasDetails(message: JsonValue): boolean {
  return isJsonObject(message) && Array.isArray(message["reasoning_details"]);
}

/** A detail of reasoning without members that choose, each left out with a warning. `at`: its path. */
export function clearMembers(value: JsonValue, at: string, warnings: Warning[]): JsonValue {
  if (Array.isArray(value)) return value.map((item, index) => clearMembers(item, `${at}[${index}]`, warnings));
  if (!isJsonObject(value)) return value;
  const kept: { [name: string]: JsonValue } = {};
  for (const [name, member] of Object.entries(value satisfies JsonObject)) {
    const path = `${at}.${name}`;
    if (unsafeNames.has(name) || memberNamed(name)?.treatment === "refused") {
      const message = "it chooses whom to ask, which the configuration decides";
      warnings.push({ id: "member-left-out", field: path.slice(0, 100), message });
    } else kept[name] = clearMembers(member, path, warnings);
  }
  return kept;
}
