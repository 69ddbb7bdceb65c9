import type { JsonValue } from "../../chat/json.js";
import { listAt, objectAt, textAt } from "../request/members.js";

/** Checks that each tool result answers a call of the previous turn, and that each call is answered; null: both hold. */
export function pairingMistake(messages: readonly JsonValue[]): string | null {
  for (const [at, message] of messages.entries()) {
    const used = idsOf(messages[at - 1], "toolUse");
    const answered = idsOf(message, "toolResult");
    if (answered.length > used.length) {
      return `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`;
    }
    const missing = used.filter((id) => !answered.includes(id));
    if (missing.length > 0) {
      return `Expected toolResult blocks at messages.${at}.content for the following Ids: ${missing.join(", ")}`;
    }
  }
  return null;
}

function idsOf(message: JsonValue | undefined, kind: "toolUse" | "toolResult"): readonly string[] {
  return listAt(message, "content").flatMap((block) => textAt(objectAt(block, kind) ?? {}, "toolUseId") ?? []);
}
