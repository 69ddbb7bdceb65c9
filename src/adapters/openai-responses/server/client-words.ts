import type { JsonObject } from "../../../chat/json.js";
import { nearest } from "../../openai-chat/server/client-words.js";
import { innerNames, memberNames } from "./client-words/member-names.js";
import { messagePlaces } from "./client-words/message-places.js";
import { sentTools } from "./client-words/sent-tools.js";

/**
 * A path of a chat request (`messages[1].parts[0].argumentsText`, `toolChoice`) as the path of what the client wrote
 * (`input[2].arguments`, `tool_choice`), or of the nearest member around it that the client's `body` has. Null: it has none, since the
 * value comes from the router's configuration or is missing. A path that is the client's already stays. Without a body (null) the usual
 * names stand.
 */
export function clientPath(field: string, body: JsonObject | null): string | null {
  // A member may have any name, also one with dots.
  if (body !== null && Object.hasOwn(body, field)) return field;
  const [, member = "", index, rest = ""] = /^(\w+)(?:\[(\d+)\])?(.*)$/s.exec(field) ?? [];
  const place = index === undefined ? null : { index: Number(index), rest };
  const path =
    member === "messages" && place !== null
      ? inInput(place, body)
      : member === "tools" && place !== null && body !== null
        ? `${sentTools(body)[place.index]?.place ?? "tools"}${rest}`
        : `${memberNames.get(member) ?? member}${index === undefined ? "" : `[${index}]`}${rest}`;
  const named = renamedInside(path);
  return body === null ? named : nearest(named, body);
}

type Place = { readonly index: number; readonly rest: string };

/** A path into a message, as one into the item that holds the part in question. */
function inInput({ index, rest }: Place, body: JsonObject | null): string {
  if (body === null) return "input";
  const message = messagePlaces(body)[index];
  if (message === undefined) return "input";
  const [, part, inner = ""] = /^\.parts(?:\[(\d+)\])?(.*)$/s.exec(rest) ?? [];
  if (!rest.startsWith(".parts")) return `${message.item}${rest}`;
  if (part === undefined) return message.content;
  const place = message.parts[Number(part)];
  return place === undefined ? message.item : `${place}${inner}`;
}

function renamedInside(path: string): string {
  const row = innerNames.find(([ours]) => ours.test(path));
  return row === undefined ? path : path.replace(row[0], row[1]);
}
