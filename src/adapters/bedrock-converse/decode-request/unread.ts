import type { JsonObject } from "../../../chat/json.js";
import type { Warn } from "../../blocks/warning-log.js";
import { unknownMembers } from "../wire.js";

/** Warns of each member of a decoded block that the chat vocabulary does not have. */
export function warnUnread(
  block: JsonObject,
  { known, field }: { readonly known: readonly string[]; readonly field: string },
  warn: Warn,
): void {
  for (const name of unknownMembers(block, new Set(known))) {
    warn("unread-member", `${field}.${name}`, "a chat request has no such member");
  }
}
