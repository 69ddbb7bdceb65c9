import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { invalidRequest } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import type { ServerRequest } from "../../adapters/openai-chat/server/read-request.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { allowsMember } from "../config/allows-member.js";
import { type Answered, type JsonAnswer, refusal } from "./error-answer.js";
import { refusalFor, unknownModel } from "./refusals.js";
import type { Router } from "./router.js";

/** A request that is read and checked. `body`: the client's, in whose words errors and warnings name a member. */
export type ReadCall = { readonly body: JsonObject; readonly read: ReadRequest };
export type ReadRequest = Extract<ServerRequest, { kind: "request" }>;

type Reading = Answered & { readonly headers: IncomingHeaders; readonly readRequest: Door["readRequest"] };

/** Reads and checks the body of a call, in the words of its API; `refused`: the answer to a request that goes to no model. */
export function readCall(body: JsonValue, reading: Reading): ReadCall | { readonly refused: JsonAnswer } {
  const { router, door, headers, readRequest } = reading;
  const allows = (model: string, member: string) => allowsMember(router.config.models, model, member);
  const read = readRequest(body, { allows, headers });
  if (read.kind === "refused" || !isJsonObject(body)) {
    const error = read.kind === "refused" ? read.error : invalidRequest(null, "The body must be a JSON object.");
    return { refused: refusal(400, error, reading) };
  }
  const { maxMessages } = router.config.serve;
  if (read.request.messages.length <= maxMessages) return { body, read };
  const error = invalidRequest(door.clientPath("messages", body), `At most ${maxMessages} messages are accepted.`);
  return { refused: refusal(400, error, reading) };
}

/** The answer to a request for a model that the configuration does not have. */
export function unknownAnswer(asked: string, answered: Answered): JsonAnswer {
  const reason = unknownModel(asked, namesOf(answered.router));
  return refusal(reason.status, refusalFor(reason).body.error, answered);
}

function namesOf({ config }: Router): readonly string[] {
  return config.models.map(({ name }) => name);
}
