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
  messageReply,
  timeOf,
} from "./exported-exchange.js";
import { attributesOf, jsonAttribute, spansIn } from "./otel-attributes.js";
import { messageOfParts, messagesOfParts } from "./otel-messages.js";

/**
 * Spans of OpenTelemetry that hold the messages of a call: by the conventions for generative AI (`gen_ai.input.messages`,
 * `gen_ai.output.messages`; open-telemetry/semantic-conventions docs/gen-ai), or whole bodies by OpenInference (`input.value`,
 * `output.value`; Arize-ai/openinference spec/semantic_conventions.md). From memory, 2026-11-28.
 */
export const otel = rowFormat({
  id: "otel",
  title: "OpenTelemetry spans of model calls (JSON)",
  telltale: /gen_ai\.|openinference\.span\.kind|"resourceSpans"/,
  damaged: /"resourceSpans": ?\[[\s\S]*"gen_ai\.|"gen_ai\.(?:output|input)\.messages"/,
  unwrap: spansIn,
  isRecord: (span) => {
    const attributes = attributesOf(span);
    return "gen_ai.output.messages" in attributes || isModelSpan(attributes);
  },
  readRecord: (span, place) => readSpan(objectOf(span) ?? {}, place),
});

function isModelSpan(attributes: Members): boolean {
  return attributes["openinference.span.kind"] === "LLM" || attributes["gen_ai.operation.name"] === "chat";
}

function readSpan(span: Members, place: InteractionPlace): Interaction {
  const attributes = attributesOf(span);
  return exportedInteraction(
    {
      format: "otel",
      url: "/chat/completions",
      request: requestOf(attributes),
      reply: replyOf(attributes, place),
      recordedAt: startOf(span),
      notes: ["a span of OpenTelemetry: the messages as the instrumentation wrote them"],
    },
    place,
  );
}

function startOf(span: Members): string | null {
  const nanoseconds = Number(span["startTimeUnixNano"] ?? Number.NaN);
  return Number.isFinite(nanoseconds) ? timeOf(nanoseconds / 1e6) : timeOf(span["start_time"]);
}

function requestOf(attributes: Members): JsonObject | null {
  const whole = jsonAttribute(attributes, "input.value");
  if (isJsonObject(whole) && Array.isArray(whole["messages"])) return whole;
  const messages = messagesOfParts(jsonAttribute(attributes, "gen_ai.input.messages"));
  if (messages === null) return null;
  const instructions = messageOfParts({
    role: "system",
    parts: jsonAttribute(attributes, "gen_ai.system_instructions"),
  });
  const model = textOf(attributes["gen_ai.request.model"]);
  const tools = listOf(jsonAttribute(attributes, "gen_ai.tool.definitions"))?.filter(isJsonObject) ?? [];
  const isSpread = tools.length > 0 && tools.every((one) => one["function"] === undefined);
  return {
    ...(model === null ? {} : { model }),
    messages: [...(instructions === null ? [] : [instructions]), ...messages],
    ...(tools.length === 0 ? {} : { tools: isSpread ? tools.map(declared) : tools }),
  };
}

/** The conventions spread a function's members beside its `type`. */
function declared({ type, ...members }: JsonObject): JsonObject {
  return { type: type ?? "function", function: members };
}

function replyOf(attributes: Members, place: InteractionPlace): ExportedReply {
  const whole = jsonAttribute(attributes, "output.value");
  if (isCompletion(whole)) return { status: null, body: whole, lost: [] };
  const output = listOf(jsonAttribute(attributes, "gen_ai.output.messages"));
  const message = output?.length === 1 ? messageOfParts(output[0]) : null;
  if (message !== null) {
    const finish =
      textOf(memberOf(output?.[0], "finish_reason")) ??
      textOf(listOf(attributes["gen_ai.response.finish_reasons"])?.[0]);
    return messageReply(message, {
      model: textOf(attributes["gen_ai.response.model"]),
      finish: finishWord(finish),
      usage: usageOf(attributes),
    });
  }
  const error = textOf(attributes["error.type"]) ?? textOf(attributes["exception.message"]);
  if (error !== null) return errorReply(countOf(attributes["http.response.status_code"]), { message: error });
  throw new RecordingError(place, "the span does not hold the reply: recording of content was off");
}

/** The conventions' word for a call, as Chat Completions has it; the others are alike. */
function finishWord(finish: string | null): string | null {
  return finish === "tool_call" ? "tool_calls" : finish;
}

function usageOf(attributes: Members): JsonObject | null {
  const [input, output] = [attributes["gen_ai.usage.input_tokens"], attributes["gen_ai.usage.output_tokens"]].map(
    countOf,
  );
  if (typeof input !== "number" || typeof output !== "number") return null;
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}
