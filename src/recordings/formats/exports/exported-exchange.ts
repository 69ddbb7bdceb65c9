import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { parseJson } from "../../../wire/json.js";
import { buildInteraction } from "../../build-interaction.js";
import type { FormatId, InteractionPlace } from "../../format.js";
import type { Interaction, Loss } from "../../interaction.js";
import { listOf, memberOf, objectOf, textOf } from "../../members.js";
import { assembledLosses, chatStreamOf, converseStreamOf } from "../../streams/assembled-stream.js";

/** What an export says about one call. */
type ExportedExchange = {
  readonly format: FormatId;
  /** Absolute, or only the path of the API. */
  readonly url: string;
  /** The body of the request; null: the export does not hold it whole. */
  readonly request: JsonObject | null;
  readonly reply: ExportedReply;
  readonly recordedAt: string | null;
  readonly notes: readonly string[];
};

/**
 * `status` null: not recorded. `lost`: what the export left out of the reply. `streamed`: the reply came as a stream, of which
 * the export has the sum.
 */
export type ExportedReply = {
  readonly status: number | null;
  readonly body: JsonObject;
  readonly lost: readonly Loss[];
};

/** The interaction of one call in an export: JSON that the gateway or client library has parsed and stored again. */
export function exportedInteraction(exported: ExportedExchange, place: InteractionPlace): Interaction {
  const { format, url, request, reply, recordedAt, notes } = exported;
  const { type, body, losses, note } = bodyOf(exported);
  return buildInteraction({
    ...place,
    format,
    request: { method: null, url, headers: [], body: request === null ? null : jsonBytes(request) },
    response: { status: reply.status, headers: [["content-type", type]], body },
    recordedAt,
    losses: [
      ...losses,
      ...reply.lost,
      "response-headers",
      ...(request === null ? (["request-body"] as const) : []),
      ...(url.startsWith("/") ? (["host"] as const) : []),
    ],
    notes: [...notes, ...(note === null ? [] : [note])],
  });
}

type Body = {
  readonly type: string;
  readonly body: Uint8Array;
  readonly losses: readonly Loss[];
  readonly note: string | null;
};

const assembledNote = "the export holds the whole reply of a stream; the events were made from it";

function bodyOf({ url, request, reply: { body, status } }: ExportedExchange): Body {
  const isError = status !== null && status >= 400;
  if (!isError && /\/converse-stream$/.test(url) && objectOf(body["output"]) !== null) {
    const type = "application/vnd.amazon.eventstream";
    return { type, body: converseStreamOf(body), losses: assembledLosses, note: assembledNote };
  }
  if (!isError && request?.["stream"] === true && isCompletion(body)) {
    return { type: "text/event-stream", body: chatStreamOf(body), losses: assembledLosses, note: assembledNote };
  }
  return { type: "application/json", body: jsonBytes(body), losses: ["wire-text", "key-order"], note: null };
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** True for the body of a chat completion: a choice with a message. */
export function isCompletion(body: unknown): body is JsonObject {
  return objectOf(memberOf(listOf(memberOf(body, "choices"))?.[0], "message")) !== null;
}

/** A JSON object, or one that an export keeps as text; null for anything else. */
export function jsonObjectOf(value: unknown): JsonObject | null {
  const text = textOf(value);
  const parsed = text === null ? null : parseJson(text);
  const plain = parsed === null ? value : parsed.ok ? parsed.value : null;
  return isJsonObject(plain) ? plain : null;
}

/** A reply of which an export holds only the message, as the body of a chat completion. */
export function messageReply(
  message: JsonObject,
  {
    model,
    finish,
    usage,
  }: { readonly model: string | null; readonly finish: string | null; readonly usage: JsonObject | null },
): ExportedReply {
  const body: JsonObject = {
    object: "chat.completion",
    ...(model === null ? {} : { model }),
    choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: finish }],
    ...(usage === null ? {} : { usage }),
  };
  return { status: null, body, lost: finish === null || usage === null ? ["envelope"] : [] };
}

/** A failed call, of which an export holds the status and words. `status` null: it may have been a failure without an answer. */
export function errorReply(status: number | null, error: JsonObject): ExportedReply {
  return { status, body: { error }, lost: [] };
}

/** An ISO 8601 time of a text or of seconds or milliseconds since 1970; null for anything else. */
export function timeOf(value: unknown): string | null {
  if (typeof value === "string") {
    const iso = value.replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T");
    return /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`;
  }
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) return null;
  const milliseconds = value > 1e11 ? value : value * 1000;
  return milliseconds > 8e15 ? null : new Date(milliseconds).toISOString();
}
