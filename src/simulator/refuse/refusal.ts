import type { JsonValue } from "../../chat/json.js";
import type { WireHeaders } from "../../wire/exchange.js";

/** A complete error response: status, headers besides the common ones, and the body as text. */
export type Refusal = { readonly status: number; readonly headers: WireHeaders; readonly body: string };

/** A refusal with a JSON body. */
export function jsonRefusal(status: number, body: JsonValue, headers: WireHeaders = []): Refusal {
  return { status, headers: [["content-type", "application/json"], ...headers], body: JSON.stringify(body) };
}
