import { spokenApis } from "../../../adapters/registry.js";
import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { buildInteraction } from "../../build-interaction.js";
import { type InteractionPlace, RecordingError } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { rowFormat } from "../../records/row-format.js";
import { payloadStream } from "../../streams/payload-stream.js";
import { exportedInteraction, jsonObjectOf, timeOf } from "./exported-exchange.js";

/**
 * Requests exported from Helicone: the rows of `/v1/request/query` and of the export (Helicone/helicone
 * packages/…/requestResponseModel, `HeliconeRequest`; read 2026-11-28).
 */
export const helicone = rowFormat({
  id: "helicone",
  title: "Helicone export of requests (JSON)",
  telltale: /"(?:request_body|response_body|response_status|request_path|target_url)"/,
  damaged:
    /"(?:request_id|response_id)": ?"[\s\S]*"(?:response_status|request_path|target_url|request_body|response_body)":/,
  unwrap: (row) => listOf(memberOf(row, "data")) ?? [row],
  isRecord: (record) =>
    memberOf(record, "request_body") !== undefined && marks.some((name) => memberOf(record, name) !== undefined),
  readRecord: (record, place) => readRequest(objectOf(record) ?? {}, place),
});

/** Home-made logs have `request_body` and `response_body` too, but none of these. */
const marks = ["request_id", "response_id", "response_status", "request_path", "target_url", "signed_body_url"];

function readRequest(record: Members, place: InteractionPlace): Interaction {
  const request = jsonObjectOf(record["request_body"]);
  const body = jsonObjectOf(record["response_body"]);
  if (body === null || Object.keys(body).length === 0 || "heliconeMessage" in body) {
    throw new RecordingError(place, "the export does not hold the reply: signed_body_url names the bodies");
  }
  const status = countOf(record["response_status"]);
  const url = urlOf(record);
  const isWhole = request !== null && Object.keys(request).length > 0;
  const known = {
    format: "helicone",
    url,
    request: isWhole ? request : null,
    recordedAt: timeOf(record["request_created_at"]),
    notes: [],
  } as const;
  const streamed = listOf(body["streamed_data"])?.filter(isJsonObject) ?? [];
  if (streamed.length > 0) return streamInteraction({ ...known, status: httpStatus(status), streamed }, place);
  return exportedInteraction({ ...known, reply: { status: httpStatus(status), body, lost: [] } }, place);
}

/** Helicone writes numbers below 100 for requests that are pending, cached or cancelled. */
function httpStatus(status: number | null): number | null {
  return status !== null && status >= 100 && status <= 599 ? status : null;
}

function urlOf(record: Members): string {
  const target = textOf(record["target_url"]);
  const url = target !== null && target !== "" ? target : (textOf(record["request_path"]) ?? "");
  return url.startsWith("http") || url.startsWith("/") ? url : "/chat/completions";
}

type Streamed = {
  readonly format: "helicone";
  readonly url: string;
  readonly request: JsonObject | null;
  readonly recordedAt: string | null;
  readonly status: number | null;
  readonly streamed: readonly JsonObject[];
};

function streamInteraction(stored: Streamed, place: InteractionPlace): Interaction {
  const { format, url, request, recordedAt, status } = stored;
  const made = payloadStream(stored.streamed, {
    file: place.file,
    place: (index) => `event ${index + 1}`,
    spoken: spokenApis,
  });
  return buildInteraction({
    ...place,
    format,
    request: {
      method: null,
      url,
      headers: [],
      body: request === null ? null : new TextEncoder().encode(JSON.stringify(request)),
    },
    response: { status, headers: [["content-type", made.contentType]], body: made.body },
    recordedAt,
    losses: [...made.lost, "response-headers", ...(request === null ? (["request-body"] as const) : [])],
    notes: made.notes,
  });
}
