import type { ChatEvent } from "../../../chat/event.js";
import type { Aliases } from "../../adapter.js";

/** The event with the names and ids that the caller knows. */
export function restoreAliases(event: ChatEvent, { toolCallIds, toolNames }: Aliases): ChatEvent {
  if (event.kind !== "tool-call-start" && event.kind !== "tool-call-info") return event;
  return { ...event, id: original(event.id, toolCallIds), name: original(event.name, toolNames) };
}

function original(sent: string | null, aliases: ReadonlyMap<string, string>): string | null {
  return sent === null ? null : (aliases.get(sent) ?? sent);
}
