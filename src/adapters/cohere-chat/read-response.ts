import type { ChatEvents } from "../../chat/event.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { WireResponse } from "../../wire/exchange.js";
import type { ReadOptions } from "../adapter.js";
import type { Dialect } from "../read-only/dialect.js";
import { readReply } from "../read-only/read-reply.js";
import { isEvent } from "./decode/events.js";
import { closePlan } from "./decode/finish.js";
import { type CohereState, nothingRead } from "./decode/state.js";
import { decode } from "./decode.js";
import { step } from "./decode-stream.js";

/** Reads one response of Cohere's chat of any status. Never throws. */
export function readResponse(response: WireResponse, options: ReadOptions): ChatEvents {
  return readReply(response, options, dialect);
}

const dialect: Dialect<CohereState> = {
  own: nothingRead,
  isReply: (body: JsonObject) => isJsonObject(body["message"]),
  isEvent,
  lacks: "no message",
  decode,
  step,
  close: closePlan,
};
