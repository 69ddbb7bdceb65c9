import { type AskedApi, wholeOf } from "../../chat/api.js";
import { unreachable } from "../../chat/unreachable.js";
import type { Answer } from "../answer/answer.js";
import type { BodyFault } from "../faults/wire-fault.js";
import { familiesByName } from "../invoke/families.js";
import { writeInvoke, writeInvokeStream } from "../invoke/write-invoke.js";
import { writeChat } from "./chat.js";
import { writeChatStream } from "./chat-stream.js";
import { writeConverse } from "./converse.js";
import { writeConverseStream } from "./converse-stream.js";
import { writeMessages, writeMessagesStream } from "./messages/write-messages.js";
import type { Draft, WriteContext } from "./piece.js";
import { writeResponses, writeResponsesStream } from "./responses/write-responses.js";

/** Writes an answer in the form of the requested API. The faults `json-on-stream` and `metadata-missing` change the form. */
export function writeDraft(answer: Answer, faults: readonly BodyFault[], context: WriteContext): Draft {
  const has = (id: BodyFault["fault"]): boolean => faults.some(({ fault }) => fault === id);
  const api = has("json-on-stream") ? wholeOf(context.request.api) : context.request.api;
  // ConverseStream and chat streams report usage in a separate event, which `spoilDraft` removes; others never write it.
  const apart = api === "converse-stream" || api === "chat-completions-stream";
  return write(api, has("metadata-missing") && !apart ? { ...answer, usage: null } : answer, context);
}

function write(api: AskedApi, answer: Answer, context: WriteContext): Draft {
  switch (api) {
    case "chat-completions":
      return writeChat(answer, context);
    case "chat-completions-stream":
      return writeChatStream(answer, context);
    case "converse":
      return writeConverse(answer, context);
    case "converse-stream":
      return writeConverseStream(answer, context);
    case "invoke-model":
      return writeInvoke(familyOf(context), answer, context);
    case "invoke-model-stream":
      return writeInvokeStream(familyOf(context), answer, context);
    case "responses":
      return writeResponses(answer, context);
    case "responses-stream":
      return writeResponsesStream(answer, context);
    case "messages":
      return writeMessages(answer, context);
    case "messages-stream":
      return writeMessagesStream(answer, context);
    default:
      return unreachable(api);
  }
}

function familyOf({ behaviour, request }: WriteContext) {
  if (behaviour.family === null) throw new TypeError(`${request.model} has no body family`);
  return familiesByName[behaviour.family];
}
