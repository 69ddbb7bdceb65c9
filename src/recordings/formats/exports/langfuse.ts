import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { type InteractionPlace, RecordingError } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { rowFormat } from "../../records/row-format.js";
import {
  type ExportedReply,
  errorReply,
  exportedInteraction,
  isCompletion,
  jsonObjectOf,
  messageReply,
  timeOf,
} from "./exported-exchange.js";
import { messageIn, messagesIn } from "./exported-messages.js";

/**
 * Observations exported from Langfuse: those of type GENERATION, in a list, in `data` of its API, or in a trace (Langfuse public
 * API, `GET /api/public/observations` and `/traces/{id}`; from memory, 2026-11-28). Most hold the message of the reply alone.
 */
export const langfuse = rowFormat({
  id: "langfuse",
  title: "Langfuse export of observations (JSON)",
  telltale: /"(?:traceId|trace_id|observations)"|"type": ?"GENERATION"/,
  damaged: /"type": ?"GENERATION"/,
  unwrap: (row) =>
    listOf(memberOf(row, "data")) ??
    listOf(memberOf(row, "observations")) ??
    listOf(memberOf(memberOf(row, "trace"), "observations")) ?? [row],
  isRecord: (record) =>
    memberOf(record, "type") === "GENERATION" &&
    memberOf(record, "output") !== undefined &&
    (textOf(memberOf(record, "traceId")) ?? textOf(memberOf(record, "trace_id")) ?? textOf(memberOf(record, "id"))) !==
      null,
  readRecord: (record, place) => readGeneration(objectOf(record) ?? {}, place),
});

function readGeneration(record: Members, place: InteractionPlace): Interaction {
  const reply = replyOf(record, place);
  return exportedInteraction(
    {
      format: "langfuse",
      url: "/chat/completions",
      request: requestOf(record, reply),
      reply,
      recordedAt: timeOf(record["startTime"] ?? record["start_time"]),
      notes: ["an observation of Langfuse: its input and output as the traced program gave them"],
    },
    place,
  );
}

/** null: a call in the reply without the tools that were offered shows that the input is not the whole request. */
function requestOf(record: Members, { body }: ExportedReply): JsonObject | null {
  const input = jsonObjectOf(record["input"]);
  const messages = messagesIn(input?.["messages"] ?? record["input"]);
  if (messages === null) return null;
  const { messages: _messages, ...rest } = input ?? {};
  const model = modelOf(record);
  const request: JsonObject = { ...(model === null ? {} : { model }), ...rest, messages };
  return callsIn(body) && request["tools"] === undefined ? null : request;
}

function callsIn(body: JsonObject): boolean {
  const message = memberOf(listOf(memberOf(body, "choices"))?.[0], "message");
  return (listOf(memberOf(message, "tool_calls"))?.length ?? 0) > 0;
}

function modelOf(record: Members): string | null {
  return textOf(record["model"]) ?? textOf(record["providedModelName"]) ?? textOf(record["provided_model_name"]);
}

function replyOf(record: Members, place: InteractionPlace): ExportedReply {
  const output = record["output"];
  const whole = jsonObjectOf(output);
  if (isCompletion(whole)) return { status: null, body: whole, lost: [] };
  const message = messageIn(output);
  if (message !== null) return messageReply(message, { model: modelOf(record), finish: null, usage: usageOf(record) });
  const said = textOf(record["statusMessage"]) ?? textOf(record["status_message"]);
  if (record["level"] === "ERROR") return errorReply(null, { message: said });
  throw new RecordingError(place, "the observation has no output that is a reply");
}

function usageOf(record: Members): JsonObject | null {
  const usage = record["usageDetails"] ?? record["usage_details"] ?? record["usage"];
  const [input, output] = [countOf(memberOf(usage, "input")), countOf(memberOf(usage, "output"))];
  if (!isJsonObject(usage) || input === null || output === null) return null;
  return { prompt_tokens: input, completion_tokens: output, total_tokens: countOf(usage["total"]) ?? input + output };
}
