import type { Adapter } from "../adapter.js";
import { decodeRequest } from "./decode-request.js";
import { encode } from "./encode.js";
import { readResponse } from "./read-response.js";
import { sendHttp } from "./send-http.js";

/**
 * InvokeModel and InvokeModelWithResponseStream. Which of the body families a target speaks is data:
 * `target.quirks.family`. A request that the family's body cannot say fails locally under both policies.
 */
export const bedrockInvoke: Adapter = {
  apis: ["invoke-model", "invoke-model-stream"],
  encode: encode,
  open: async (client, connection) => {
    if (client === "http") return sendHttp(connection);
    const { sendSdk } = await import("./send-sdk.js");
    return sendSdk(connection);
  },
  read: readResponse,
  decodeRequest,
};
