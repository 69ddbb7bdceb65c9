import type { Reader } from "../adapter.js";
import { decodeRequest } from "./decode-request.js";
import { readResponse } from "./read-response.js";

/** The reader of Gemini's generateContent, with and without streaming. */
export const geminiGenerate: Reader = { read: readResponse, decodeRequest };
