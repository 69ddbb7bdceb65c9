import type { Send } from "../../chat/event.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Connection } from "../adapter.js";
import { sendByHttp } from "../clients/send-by-http.js";
import { readResponse } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";

/** Our own HTTP client: see {@link sendByHttp}. */
export function sendHttp(connection: Connection): Send<ChatRequest> {
  return sendByHttp(connection, { encode: encodeOrFail, read: readResponse });
}
