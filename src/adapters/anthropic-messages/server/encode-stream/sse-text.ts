import type { JsonObject } from "../../../../chat/json.js";

/** An event whose name is its type, as the API sends it. JSON has no line ends, so that one `data` line is the whole event. */
export function sseText(event: JsonObject & { readonly type: string }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
