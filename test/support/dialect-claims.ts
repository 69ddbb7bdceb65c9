import type { JsonObject } from "../../src/chat/json.js";
import type { StreamClaims } from "./stream-claims.js";

const typeOf = ({ type }: { readonly [member: string]: unknown }) => (typeof type === "string" ? type : "chunk");

/** A letter of encrypted reasoning: the final output has it encrypted anew, so that the two are never alike. */
const opaque = "encrypted reasoning";

const responses: StreamClaims = {
  ends: (payload) => ["response.completed", "response.incomplete", "response.failed"].includes(typeOf(payload)),
  nameOf: typeOf,
  unseen: {
    "flip response.output_item.done": opaque,
    "mark response.output_item.done": opaque,
    "flip response.output_text.done": "a letter of a token of the log probabilities",
  },
};

/** The text and the arguments are the sum of their deltas, and no event repeats them. */
const once = "a delta is repeated nowhere";

const messages: StreamClaims = {
  ends: (payload) => typeOf(payload) === "message_stop",
  nameOf: typeOf,
  unseen: {
    "drop content_block_delta": once,
    "double content_block_delta": once,
    "swap content_block_delta": once,
    "flip content_block_delta": "a letter of a text, of arguments or of a signature",
    "flip content_block_start": "a letter of the id of a call",
    "flip message_start": "a letter of the id or of the model, or a digit of a count",
    "flip message_delta": "a digit of a count",
  },
};

/** A chunk of Gemini repeats nothing of another, and no event begins or ends a part: what was in it is lost without a trace. */
const alone = "each chunk stands alone";

const generateContent: StreamClaims = {
  ends: isFinish,
  nameOf: (payload, isLast) => {
    if (isFinish(payload)) return isLast ? "last" : "finish";
    return JSON.stringify(payload).includes('"functionCall"') ? "call" : "chunk";
  },
  unseen: {
    "drop chunk": alone,
    "double chunk": alone,
    "swap chunk": alone,
    "flip chunk": "a letter of the text or of a signature",
    "mark chunk": "inside the text or a signature",
    "double finish": alone,
    "drop finish": "with code execution Gemini sends two finishes, and the last one counts",
    "swap finish": alone,
    "double last": "its text comes twice; with code execution Gemini itself sends two finishes",
    "flip last": "a letter of the text, a signature, or a count",
    "mark last": "inside the text, a signature, or a name that is not read",
    "drop call": alone,
    "double call": "two calls, or a text twice in one",
    "swap call": alone,
    "flip call": "a letter of a name, of a text or of a signature",
    "mark call": "inside a text or a signature",
  },
};

function isFinish(payload: JsonObject): boolean {
  return JSON.stringify(payload).includes('"finishReason":');
}

const cohereChat: StreamClaims = {
  ends: (payload) => typeOf(payload) === "message-end",
  nameOf: typeOf,
  unseen: {
    ...{
      "drop content-delta": once,
      "double content-delta": once,
      "swap content-delta": once,
      "flip content-delta": once,
    },
    ...{ "drop tool-plan-delta": once, "double tool-plan-delta": once, "swap tool-plan-delta": once },
    ...{ "flip tool-plan-delta": once, "mark tool-plan-delta": once },
    ...{ "drop tool-call-delta": once, "double tool-call-delta": once, "swap tool-call-delta": once },
    ...{ "flip tool-call-delta": once, "mark tool-call-delta": once },
    "flip message-start": "the id",
    "flip message-end": "a count, or a name that is not read",
    "mark message-end": "inside a name that is not read",
  },
};

/** What is claimed of the streams of each dialect, by the name of its API. */
export const dialectClaims: { readonly [api: string]: StreamClaims } = {
  responses,
  messages,
  "generate-content": generateContent,
  "cohere-chat": cohereChat,
};
