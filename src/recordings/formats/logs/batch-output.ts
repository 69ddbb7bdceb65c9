import { buildInteraction } from "../../build-interaction.js";
import { type InteractionPlace, RecordingError } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { rowFormat } from "../../records/row-format.js";
import { storedBody } from "../../stored-body.js";

/**
 * The output and error files of OpenAI's Batch API, which Azure and others copy, and the results of Anthropic's message batches
 * (OpenAI API reference, "The request output object"; Anthropic API reference, "Retrieve Message Batch results";
 * from memory, 2026-11-28). The request is in the input file, not here.
 */
export const batchOutput = rowFormat({
  id: "batch-output",
  title: "batch output of OpenAI or Anthropic (JSON lines)",
  telltale: /"custom_id"/,
  damaged: /"custom_id": ?"[\s\S]*"(?:status_code|result)": ?/,
  isRecord: (record) =>
    textOf(memberOf(record, "custom_id")) !== null &&
    (memberOf(memberOf(record, "response"), "status_code") !== undefined ||
      textOf(memberOf(memberOf(record, "result"), "type")) !== null ||
      textOf(memberOf(memberOf(record, "error"), "message")) !== null),
  readRecord: (record, place) => readResult(objectOf(record) ?? {}, place),
});

function readResult(record: Members, place: InteractionPlace): Interaction {
  const { status, body, requestId } = resultOf(record, place);
  const { bytes, losses } = storedBody({ parsed: body }, { ...place, of: "response" });
  return buildInteraction({
    ...place,
    format: "batch-output",
    request: null,
    response: {
      status,
      headers: [
        ["content-type", "application/json"],
        ...(requestId === null ? [] : [["x-request-id", requestId] as const]),
      ],
      body: bytes ?? new Uint8Array(),
    },
    recordedAt: null,
    losses: [...losses, "response-headers"],
    notes: [],
  });
}

type Result = { readonly status: number | null; readonly body: unknown; readonly requestId: string | null };

function resultOf({ response, result, error }: Members, place: InteractionPlace): Result {
  if (objectOf(response) !== null) {
    const requestId = textOf(memberOf(response, "request_id"));
    return { status: countOf(memberOf(response, "status_code")), body: memberOf(response, "body") ?? {}, requestId };
  }
  if (objectOf(result) === null) return { status: null, body: { error }, requestId: null };
  const type = textOf(memberOf(result, "type"));
  const message = memberOf(result, "message");
  if (type === "succeeded" && objectOf(message) !== null) return { status: null, body: message, requestId: null };
  const failed = objectOf(memberOf(result, "error"));
  if (failed === null)
    throw new RecordingError(place, `the request was never sent (${type === "expired" ? type : "canceled"})`);
  return { status: null, body: failed["type"] === "error" ? failed : { error: failed }, requestId: null };
}
