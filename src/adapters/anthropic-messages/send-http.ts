import type { Send } from "../../chat/event.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Connection } from "../adapter.js";
export function sendHttp(_connection: Connection): Send<ChatRequest> {
  throw new TypeError("to be written");
}
