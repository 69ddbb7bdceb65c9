import type { JsonObject } from "../../../chat/json.js";
import type { Warn } from "../encode/warning-log.js";
import { unknownMembers } from "../wire.js";

/** Says which members of a block that was read stand for nothing in chat words. */
export function warnUnread(
  block: JsonObject,
  { known, field }: { readonly known: readonly string[]; readonly field: string },
  warn: Warn,
): void {
  for (const name of unknownMembers(block, new Set(known))) {
    warn("unread-member", `${field}.${name}`, "nothing in a chat request stands for this member");
  }
}
