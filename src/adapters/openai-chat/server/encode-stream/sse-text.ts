import { unreachable } from "../../../../chat/unreachable.js";
import { doneMark } from "../../wire.js";
import type { StreamItem } from "./state.js";

/**
 * Encodes an item as one server-sent event. It has no event name, because a reader on `onmessage` would miss a named event.
 * JSON has no line ends, so one `data` line is the whole event. A refusal is not an event but an HTTP status.
 */
export function sseText(item: Exclude<StreamItem, { kind: "refusal" }>): string {
  switch (item.kind) {
    case "chunk":
      return `data: ${JSON.stringify(item.chunk)}\n\n`;
    case "error":
      return `data: ${JSON.stringify(item.error.body)}\n\n`;
    case "done":
      return `data: ${doneMark}\n\n`;
    default:
      return unreachable(item);
  }
}
