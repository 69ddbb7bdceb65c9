import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import { innerNames, memberNames } from "./client-words/member-names.js";
import { partPlaces } from "./client-words/part-places.js";
import { hasSystemBeside } from "./client-words/system-beside.js";

/** The words of a client's API: see {@link clientPath}, which is that of Chat Completions. */
export type PathOf = (field: string, body: JsonObject | null) => string | null;

/**
 * A path of a chat request (`messages[1].parts[0].argumentsText`, `toolChoice`) as the path of what the client wrote
 * (`messages[1].tool_calls[0].function.arguments`, `tool_choice`), or of the nearest member around it that the client's `body` has.
 * Null: it has none, since the value comes from the router's configuration or is missing. A path that is the client's already stays.
 * Without a body (null) the usual names stand, and a part is named by its message.
 */
export function clientPath(field: string, body: JsonObject | null): string | null {
  // A member may have any name, also one with dots.
  if (body !== null && Object.hasOwn(body, field)) return field;
  const [, member = "", index, rest = ""] = /^(\w+)(?:\[(\d+)\])?(.*)$/s.exec(field) ?? [];
  const known = memberNames.get(member);
  const given = body === null ? known?.at(-1) : known?.find((one) => body[one] !== undefined && body[one] !== null);
  const name = known === undefined ? member : (given ?? "");
  const renamed =
    member === "messages" ? inMessage(field, body ?? {}) : `${name}${index === undefined ? "" : `[${index}]`}${rest}`;
  const inner = innerNames.find(([ours]) => ours.test(renamed));
  const path = inner === undefined ? renamed : renamed.replace(inner[0], inner[1]);
  return body === null ? path : nearest(path, body);
}

/**
 * A warning of an adapter in the client's words; its field is "" where the request has no such member. `pathOf`: the words of the
 * client's API; default: those of Chat Completions.
 */
export function clientWarning({ id, field, message }: Warning, body: JsonObject, pathOf: PathOf = clientPath): Warning {
  return { id, field: pathOf(field, body) ?? "", message: clientText(message, pathOf) };
}

/** A sentence with the client's names of settings; what is quoted in it stays, since the client wrote it. `pathOf`: as above. */
export function clientText(message: string, pathOf: PathOf = clientPath): string {
  if (!/[a-z][A-Z]/.test(message)) return message;
  return message
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(ourNames, (name) => wordFor(name, pathOf))))
    .join("");
}

/** Our names that are no plain words: those of the API's members, and what is in `reasoning`. */
const settings = [...memberNames.keys()].filter((name) => /[A-Z]/.test(name));
const ourNames = new RegExp(`\\b(?:${[...settings, "budgetTokens"].join("|")})\\b`, "g");

function wordFor(name: string, pathOf: PathOf): string {
  if (name !== "budgetTokens") return pathOf(name, null) ?? name;
  const word = pathOf("reasoning.budgetTokens", null)?.split(".").at(-1) ?? name;
  return word === name ? "max_tokens" : word;
}

/** A path into a message, with the index of the client's message and the place of the part in it. */
function inMessage(field: string, body: JsonObject): string {
  const [, index = "", inner = ""] = /^messages\[(\d+)\](.*)$/s.exec(field) ?? [];
  if (index === "") return field;
  const isBeside = hasSystemBeside(body);
  if (isBeside && index === "0") {
    const place = innerPlace(inner, { role: "system", content: body["system"] ?? null });
    return `system${place.replace(/^\.content/, "")}`;
  }
  const at = Number(index) - (isBeside ? 1 : 0);
  const { messages } = body;
  const message = Array.isArray(messages) ? messages[at] : undefined;
  const place = isJsonObject(message) ? innerPlace(inner, message) : inner.replace(/^\.parts\b.*$/s, "");
  return `messages[${at}]${place}`;
}

/** What follows a message in a path, with the members that the client's message has. */
function innerPlace(inner: string, message: JsonObject): string {
  const [, part, rest = ""] = /^\.parts(?:\[(\d+)\])?(.*)$/s.exec(inner) ?? [];
  if (!inner.startsWith(".parts")) return inner;
  if (part === undefined) return message["role"] === "assistant" ? "" : ".content";
  const place = partPlaces(message)[Number(part)];
  return place === undefined ? "" : `.${place}${rest}`;
}

/** The path, cut where the body has nothing more; null: the body has none of it. */
export function nearest(path: string, body: JsonObject): string | null {
  let value: JsonValue | undefined = body;
  let found = "";
  for (const [step, name, index] of path.matchAll(/\.?([^.[\]]+)|\[(\d+)\]/g)) {
    const next: JsonValue | undefined =
      name === undefined
        ? Array.isArray(value)
          ? value[Number(index)]
          : undefined
        : isJsonObject(value) && Object.hasOwn(value, name)
          ? value[name]
          : undefined;
    if (next === undefined) break;
    value = next;
    found += step;
  }
  return found === "" ? null : found;
}
