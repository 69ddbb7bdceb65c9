import { isJsonObject } from "../../chat/json.js";
import { buildInteraction } from "../build-interaction.js";
import { exchangeSides } from "../exchange-sides.js";
import { headersOf } from "../foreign-headers.js";
import { type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import { endMarkAfter } from "../identify/response-shape.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";
import { storedBody } from "../stored-body.js";

/**
 * Recordings of llama-stack: the objects that the Python SDK returned (`__type__`, `__data__`), not the bytes on the wire.
 * Members that the SDK fills with null are kept, because they cannot be distinguished from nulls in the response.
 */
export const llamaStack: RecordingFormat = {
  id: "llama-stack",
  title: "llama-stack recording (JSON of SDK objects)",
  detect: (file) =>
    looksRecorded(file, {
      start: /^\s*\{\s*"test_id": ?"/,
      shape: (root) =>
        textOf(memberOf(memberOf(root, "request"), "endpoint")) !== null &&
        memberOf(memberOf(root, "response"), "is_streaming") !== undefined,
    }),
  read: (file) => [readExchange(file)],
};

function readExchange(file: RecordingFile): Interaction {
  const place = { file: file.name, interaction: 0 };
  const { request, response, url } = exchangeSides(recordedJson(file), place);
  const failed = response["is_exception"] === true;
  const reply = failed ? raisedError(response) : returnedBody(response, place);
  // The recorder joins the SDK's base URL, which ends in "/v1", and its own endpoint, which begins with "/v1".
  const requestUrl = url.replace(/\/v1\/v1\//, "/v1/");
  const body = request["body"] ?? null;
  return buildInteraction({
    ...place,
    format: "llama-stack",
    request: {
      method: textOf(request["method"]),
      url: requestUrl,
      headers: headersOf(request["headers"]),
      body: body === null ? null : storedBody({ parsed: body }, { ...place, of: "request" }).bytes,
    },
    response: { status: reply.status, headers: [["content-type", reply.type]], body: reply.bytes },
    recordedAt: null,
    losses: [...reply.losses, "response-headers", ...(body === null ? (["request-body"] as const) : [])],
    notes: [...reply.notes, ...(requestUrl === url ? [] : [`the recorder wrote "/v1" into the URL twice`])],
  });
}

type RebuiltReply = {
  readonly status: number | null;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

function returnedBody(response: Members, place: InteractionPlace): RebuiltReply {
  const stored = response["body"];
  const list = listOf(stored);
  const lost = ["wire-text", "key-order"] as const;
  if (list === null) {
    const text = JSON.stringify(dataOf(stored, place));
    return { status: null, type: "application/json", bytes: new TextEncoder().encode(text), losses: lost, notes: [] };
  }
  if (response["is_streaming"] !== true) throw new RecordingError(place, "a list of objects, but not a stream");
  const chunks = list.map((one) => dataOf(one, place));
  const mark = endMarkAfter(chunks.filter(isJsonObject));
  const events = [...chunks.map((chunk) => JSON.stringify(chunk)), ...(mark === null ? [] : [mark])];
  return {
    status: null,
    type: "text/event-stream",
    bytes: new TextEncoder().encode(events.map((event) => `data: ${event}\n\n`).join("")),
    losses: [...lost, "frames"],
    notes: mark === null ? [] : ["the end mark of the stream was added: the SDK does not pass it on"],
  };
}

/** The exception that the SDK raised. The recording keeps its status and the error object, but not the rest of the body. */
function raisedError(response: Members): RebuiltReply {
  const data = response["exception_data"];
  const error = objectOf(memberOf(data, "body")) ?? { message: textOf(response["exception_message"]) };
  return {
    status: countOf(memberOf(data, "status_code")),
    type: "application/json",
    bytes: new TextEncoder().encode(JSON.stringify({ error })),
    losses: ["wire-text", "key-order"],
    notes: ["the SDK raised an exception; the body was rebuilt from the error in it"],
  };
}

/** The data of an SDK object, or a plain object unchanged. */
function dataOf(one: unknown, place: InteractionPlace): Members {
  const data = objectOf(memberOf(one, "__data__") ?? one);
  if (data === null) throw new RecordingError(place, "the response holds a value that is not an SDK object");
  return data;
}
