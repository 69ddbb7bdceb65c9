import type { JsonObject } from "../../../chat/json.js";

/** Reports what a chat request cannot hold. `field`: its path in the body, such as `input[2].content[0]`. */
export type Warn = (id: string, field: string, message: string) => void;

/** Warns of each member that is not read and says something. */
export function warnUnread(object: JsonObject, known: readonly string[], { field, warn }: Place): void {
  for (const [name, value] of Object.entries(object)) {
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
    if (!known.includes(name) && !isEmpty) warn("not-read", `${field}.${name}`, "a member that is not read");
  }
}

/** A path in the body, and where what is lost there is reported. */
export type Place = { readonly field: string; readonly warn: Warn };
