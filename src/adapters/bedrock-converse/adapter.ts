import type { Adapter } from "../adapter.js";
import { decodeRequest } from "./decode-request.js";
import { encode } from "./encode.js";
import { readResponse } from "./read-response.js";
import { sendHttp } from "./send-http.js";
import { sendSdk } from "./send-sdk.js";

/** The adapter of Bedrock Converse and ConverseStream. */
export const bedrockConverse: Adapter = {
  encode,
  open: async (client, connection) => (client === "sdk" ? sendSdk(connection) : sendHttp(connection)),
  read: readResponse,
  decodeRequest,
};
