import { parseJson } from "../../wire/json.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import type { RecordedApi } from "./identify.js";

/** The API that a response is of, by its own shape; null: no shape that we know. */
export type ResponseShape = { readonly api: RecordedApi };

/**
 * Tells a response's API where there is no request: by the members of its JSON, by its first SSE event, or by its event
 * stream's first frame. An InvokeModel body of the families anthropic and nova has its own signs; one of a chat family
 * looks like any chat completion, and is called that.
 */
export function apiOfResponse(bytes: Uint8Array, contentType: string | null): ResponseShape | null {
  if (contentType?.includes("vnd.amazon.eventstream") === true) return eventStreamShape(bytes);
  const start = Buffer.from(bytes.subarray(0, 64 * 1024))
    .toString("utf8")
    .replace(/^\ufeff/, "");
  if (/^\s*(?::|data:|event:|id:)/.test(start)) return sseShape(start);
  const body = objectIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  return body === null ? null : shape(jsonApi(body));
}

/** The API of one JSON response; null: no shape that we know. */
export function jsonApi(body: Members): RecordedApi | null {
  const object = textOf(body["object"]);
  if (object === "chat.completion") return "chat-completions";
  if (object === "response") return "responses";
  if (object === "text_completion") return "completions";
  if (object === "list") return memberOf(listOf(body["data"])?.[0], "object") === "embedding" ? "embeddings" : "models";
  if (objectOf(memberOf(body["output"], "message")) !== null && "stopReason" in body) {
    // Nova's InvokeModel body is the same, without the latency that Converse adds.
    return "metrics" in body || !("cacheReadInputTokenCount" in (objectOf(body["usage"]) ?? {}))
      ? "converse"
      : "invoke-model";
  }
  if (body["type"] === "message" && listOf(body["content"]) !== null) return anthropicApi(body);
  if (objectOf(memberOf(listOf(body["choices"])?.[0], "message")) !== null) return "chat-completions";
  if (isInvokeBody(body)) return "invoke-model";
  return objectOf(body["error"]) !== null && textOf(memberOf(body["error"], "message")) !== null
    ? "chat-completions"
    : null;
}

/**
 * InvokeModel bodies that no other API has: Llama, Titan, Mistral's text models (Bedrock user guide, "Inference request
 * parameters and response fields for foundation models", read 2026-11). Cohere's and AI21's are those of their own APIs.
 */
function isInvokeBody(body: Members): boolean {
  if (textOf(body["generation"]) !== null) return "prompt_token_count" in body;
  if (textOf(memberOf(listOf(body["results"])?.[0], "outputText")) !== null) return "inputTextTokenCount" in body;
  const output = listOf(body["outputs"])?.[0];
  return textOf(memberOf(output, "text")) !== null && memberOf(output, "stop_reason") !== undefined;
}

/** Bedrock's ids of Anthropic messages begin with `msg_bdrk_` (recordings of 2024 and 2025). */
function anthropicApi(body: Members): RecordedApi {
  return /^msg_(?:bdrk_|bedrock_)/.test(textOf(body["id"]) ?? "") ? "invoke-model" : "messages";
}

/** The API of one JSON payload of a stream; null: no shape that we know. */
export function payloadApi(payload: Members): RecordedApi | null {
  if (payload["object"] === "chat.completion.chunk") return "chat-completions-stream";
  if (converseEvents.some((name) => objectOf(payload[name]) !== null)) return "converse-stream";
  const choices = listOf(payload["choices"]);
  if (objectOf(memberOf(choices?.[0], "delta")) !== null) return "chat-completions-stream";
  // Azure begins a stream with a chunk that only reports on the prompt.
  if (choices?.length === 0 && "prompt_filter_results" in payload) return "chat-completions-stream";
  if (textOf(memberOf(payload["chunk"], "bytes")) !== null) return "invoke-model-stream";
  const type = textOf(payload["type"]);
  if (type?.startsWith("response.") === true) return "responses";
  return type === "message_start" ? "messages" : null;
}

/** True for a chunk of a chat stream that says why the reply ended. */
export function saysFinish(payload: Members): boolean {
  return (listOf(payload["choices"]) ?? []).some((choice) => textOf(memberOf(choice, "finish_reason")) !== null);
}

/** The events of ConverseStream, as the AWS SDKs name them (bedrock-runtime model 2023-09-30). */
const converseEvents = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
  "metadata",
] as const;

function sseShape(text: string): ResponseShape | null {
  for (const line of text.split(/\r?\n/)) {
    const data = /^data: ?(.*)$/.exec(line)?.[1];
    const payload = data === undefined ? null : objectIn(data);
    if (payload !== null) return shape(payloadApi(payload));
  }
  return null;
}

/** The name of the first event tells: InvokeModel's are all `chunk`. */
function eventStreamShape(bytes: Uint8Array): ResponseShape {
  const start = Buffer.from(bytes.subarray(0, 256)).toString("latin1");
  return { api: start.includes("\u0005chunk") ? "invoke-model-stream" : "converse-stream" };
}

function shape(api: RecordedApi | null): ResponseShape | null {
  return api === null ? null : { api };
}

function objectIn(text: string): Members | null {
  const parsed = parseJson(text);
  return parsed.ok ? objectOf(parsed.value) : null;
}
