import { Refusal } from "./refusal.js";
import { isSystem, type Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/**
 * Refuses a request without messages. A conversation that starts with the assistant is sent: Claude accepts it
 * (recorded traffic of pydantic/pydantic-ai@4fda38988f, status 200); other models may answer "A conversation must start
 * with a user message".
 */
export function checkEdges(messages: readonly Numbered[], warn: Warn): void {
  const first = messages.find(({ message }) => !isSystem(message));
  if (first === undefined) throw new Refusal("messages", "there is no message to answer");
  if (first.message.role !== "assistant") return;
  warn(
    "starts-with-assistant",
    `messages[${first.index}]`,
    "not every model accepts a conversation that starts with the assistant",
  );
}
