import type { Send } from "../../chat/event.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Connection } from "../adapter.js";
export async function sendSdk(_connection: Connection): Promise<Send<ChatRequest>> {
  throw new TypeError("to be written");
}
