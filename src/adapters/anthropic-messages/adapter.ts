import type { Adapter } from "../adapter.js";
import { exceptChanged } from "../change/send-changed.js";
import { decodeRequest } from "./decode-request.js";
import { encode } from "./encode.js";
import { readResponse } from "./read-response.js";
import { sendHttp } from "./send-http.js";

/** The adapter of the Messages API, with and without streaming. */
export const anthropicMessages: Adapter = {
  encode,
  open: async (client, connection) => {
    if (client === "http") return sendHttp(connection);
    const { sendSdk } = await import("./send-sdk.js");
    return exceptChanged(await sendSdk(connection), sendHttp(connection));
  },
  read: readResponse,
  decodeRequest,
};
