import type { ChatEvent } from "../../chat/event.js";
import type { WireResponse } from "../../wire/exchange.js";
import type { ReadOptions } from "../adapter.js";
export function readResponse(_response: WireResponse, _options: ReadOptions): AsyncIterable<ChatEvent> {
  throw new TypeError("to be written");
}
