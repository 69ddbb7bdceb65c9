import type { Adapter } from "../adapter.js";
import { decodeRequest } from "./decode-request.js";
import { encode } from "./encode.js";
import { readResponse } from "./read-response.js";
import { sendHttp } from "./send-http.js";

/** The adapter of Bedrock Converse and ConverseStream. */
export const bedrockConverse: Adapter = {
  encode,
  open: async (client, connection) => {
    if (client === "http") return sendHttp(connection);
    const { sendSdk } = await import("./send-sdk.js");
    return sendSdk(connection);
  },
  read: readResponse,
  decodeRequest,
};
