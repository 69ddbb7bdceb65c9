import type { Reader } from "../adapter.js";
import { decodeRequest } from "./decode-request.js";
import { readResponse } from "./read-response.js";

/** The reader of Cohere's chat, with and without streaming. */
export const cohereChat: Reader = { read: readResponse, decodeRequest };
