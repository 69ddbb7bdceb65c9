import type { Adapter } from "../adapter.js";
import { decodeRequest } from "./decode-request.js";
import { encode } from "./encode.js";
import { read } from "./read-response.js";
import { openHttp } from "./send-http.js";
import { openSdk } from "./send-sdk.js";

/** Bedrock Converse and ConverseStream. */
export const bedrockConverse: Adapter = {
  encode,
  open: async (client, connection) => (client === "sdk" ? openSdk(connection) : openHttp(connection)),
  read,
  decodeRequest,
};
