import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { isBrokenSeal } from "../answer/seal.js";

/**
 * True for a history with a signature or encrypted content that begins as this simulator's do and is none of them: a letter was changed on
 * the way. What begins otherwise is of another service, and is taken.
 */
export function hasBrokenSeal(body: JsonObject): boolean {
  return [body["messages"], body["input"]].some((history) => Array.isArray(history) && history.some(isBroken));
}

/** Members that a client must send back as they came, at any depth of a message or item. */
const sealed: ReadonlySet<string> = new Set(["signature", "data", "encrypted_content"]);

function isBroken(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(isBroken);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([name, member]) => {
    if (typeof member === "string") return sealed.has(name) && isBrokenSeal(member);
    return member !== undefined && isBroken(member);
  });
}
