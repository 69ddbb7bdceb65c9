import type { JsonObject } from "../../../chat/json.js";
import { nearest } from "../../openai-chat/server/client-words.js";
import { innerNames, memberNames } from "./client-words/member-names.js";
import { messagePlaces } from "./client-words/message-places.js";

/**
 * A path of a chat request (`messages[1].parts[0].argumentsText`, `toolChoice`) as the path of what the client of Messages wrote
 * (`messages[1].content[0].input`, `tool_choice`), or of the nearest member around it that `body` has. Null: it has none. A path that is
 * the client's already stays. Without a body (null) the usual names stand, and a part is named by its message.
 */
export function clientPath(field: string, body: JsonObject | null): string | null {
  // A member may have any name, also one with dots.
  if (body !== null && Object.hasOwn(body, field)) return field;
  const path = withInnerName(renamed(field, body));
  return body === null ? path : nearest(path, body);
}

function renamed(field: string, body: JsonObject | null): string {
  if (field.startsWith("messages[")) return inMessage(field, body);
  const [, member = "", rest = ""] = /^(\w+)(.*)$/s.exec(field) ?? [];
  const whole = memberNames.get(field);
  const names = whole ?? memberNames.get(member);
  if (names === undefined) return field;
  const has = (name: string) => body !== null && nearest(name, body) === name;
  return `${names.find(has) ?? names[0] ?? member}${whole === undefined ? rest : ""}`;
}

/** A path into a message of ours; one into the client's content is the client's already. */
function inMessage(field: string, body: JsonObject | null): string {
  const [, index = "", part, rest = ""] = /^messages\[(\d+)\](?:\.parts(?:\[(\d+)\])?)?(.*)$/s.exec(field) ?? [];
  if (rest.startsWith(".content")) return field;
  if (body === null) return `messages[${index}]${field.includes(".parts") ? "" : rest}`;
  const place = messagePlaces(body)[Number(index)];
  if (place === undefined) return field;
  return part === undefined ? `${place.at}${rest}` : `${place.parts[Number(part)] ?? place.at}${rest}`;
}

function withInnerName(path: string): string {
  const inner = innerNames.find(([ours]) => ours.test(path));
  return inner === undefined ? path : path.replace(inner[0], inner[1]);
}
