import { isJsonObject } from "../../chat/json.js";
import { buildInteraction } from "../build-interaction.js";
import { headersOf } from "../foreign-headers.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import { endMarkAfter } from "../identify/response-shape.js";
import type { Interaction, Loss } from "../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import { looksRecorded, recordedJson } from "../recorded-json.js";
import type { RecordingFile } from "../recording-file.js";
import { storedBody } from "../stored-body.js";

/**
 * Recordings of llama-stack: the objects that the Python SDK returned (`__type__`, `__data__`), not what came over the
 * wire. Members that the SDK fills with null stay: nothing tells them from those that were sent.
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
  const root = recordedJson(file);
  const request = objectOf(memberOf(root, "request"));
  const response = objectOf(memberOf(root, "response"));
  const url = textOf(memberOf(request, "url"));
  if (request === null || url === null)
    throw new RecordingError({ file: file.name, interaction: 0 }, `the request has no "url"`);
  if (response === null) throw new RecordingError({ file: file.name, interaction: 0 }, `"response" is no object`);
  const failed = response["is_exception"] === true;
  const came = failed ? failure(response) : body(response, file.name);
  // The recorder joins the SDK's base URL, which ends in "/v1", and its own endpoint, which begins with it.
  const sentTo = url.replace(/\/v1\/v1\//, "/v1/");
  const sent = request["body"] ?? null;
  const place = { file: file.name, interaction: 0, of: "request" } as const;
  return buildInteraction({
    file: file.name,
    format: "llama-stack",
    interaction: 0,
    request: {
      method: textOf(request["method"]),
      url: sentTo,
      headers: headersOf(request["headers"]),
      body: sent === null ? null : storedBody({ parsed: sent }, place).bytes,
    },
    response: { status: came.status, headers: [["content-type", came.type]], body: came.bytes },
    recordedAt: null,
    losses: [...came.losses, "response-headers", ...(sent === null ? (["request-body"] as const) : [])],
    notes: [...came.notes, ...(sentTo === url ? [] : [`the recorder has written "/v1" twice into the URL`])],
  });
}

type Came = {
  readonly status: number | null;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

function body(response: { readonly [name: string]: unknown }, file: string): Came {
  const stored = response["body"];
  const list = listOf(stored);
  const lost = ["wire-text", "key-order"] as const;
  if (list === null) {
    const text = JSON.stringify(dataOf(stored, file));
    return { status: null, type: "application/json", bytes: new TextEncoder().encode(text), losses: lost, notes: [] };
  }
  if (response["is_streaming"] !== true)
    throw new RecordingError({ file, interaction: 0 }, "a list of objects that is no stream");
  const chunks = list.map((one) => dataOf(one, file));
  const mark = endMarkAfter(chunks.filter(isJsonObject));
  const events = [...chunks.map((chunk) => JSON.stringify(chunk)), ...(mark === null ? [] : [mark])];
  return {
    status: null,
    type: "text/event-stream",
    bytes: new TextEncoder().encode(events.map((event) => `data: ${event}\n\n`).join("")),
    losses: [...lost, "frames"],
    notes: mark === null ? [] : ["the end mark of the stream is ours: the SDK hands none on"],
  };
}

/** What the SDK raised: status and the error object of the body are kept, the body around it is not. */
function failure(response: { readonly [name: string]: unknown }): Came {
  const data = response["exception_data"];
  const error = objectOf(memberOf(data, "body")) ?? { message: textOf(response["exception_message"]) };
  return {
    status: countOf(memberOf(data, "status_code")),
    type: "application/json",
    bytes: new TextEncoder().encode(JSON.stringify({ error })),
    losses: ["wire-text", "key-order"],
    notes: ["the SDK raised an exception; the body is made up of the error that it holds"],
  };
}

/** What the SDK object held; a plain object stands for itself. */
function dataOf(one: unknown, file: string): Members {
  const data = objectOf(memberOf(one, "__data__") ?? one);
  if (data === null)
    throw new RecordingError({ file, interaction: 0 }, "the response holds what is no object of the SDK");
  return data;
}
