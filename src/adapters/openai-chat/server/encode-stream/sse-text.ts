import { unreachable } from "../../../../chat/unreachable.js";
import { doneMark } from "../../wire.js";
import type { StreamItem } from "./state.js";

/**
 * An item as one server-sent event, without an event name, which readers on `onmessage` would miss. JSON has no line
 * ends in it, so that one `data` line is the whole event. A refusal is no event: it is answered with its status.
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
