import type { JsonObject } from "../../chat/json.js";
import type { WireRequest } from "../../wire/exchange.js";
import type { Adapter } from "../adapter.js";
export function decodeRequest(_request: WireRequest, _body?: JsonObject): ReturnType<Adapter["decodeRequest"]> {
  throw new TypeError("to be written");
}
