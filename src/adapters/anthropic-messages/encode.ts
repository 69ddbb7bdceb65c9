import type { ChatRequest } from "../../chat/request.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
export function encode(_request: ChatRequest, _options: EncodeOptions): Encoded | EncodeRefused {
  throw new TypeError("to be written");
}
