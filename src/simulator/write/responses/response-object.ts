import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { type Answer, type AnswerFinish, countedInput } from "../../answer/answer.js";
import { memberOf, objectAt } from "../../request/members.js";
import type { WriteContext } from "../piece.js";
import type { ResponsesDialect } from "./dialect.js";

/** What a reply's object says besides its echo of the request. `usage` null: not yet known, or never reported. */
export type State = {
  readonly status: JsonObject;
  readonly output: readonly JsonValue[];
  readonly usage: JsonObject | null;
  readonly isWhole: boolean;
};

/** `status`, `error` and `incomplete_details` of a reply in the background that has not begun. */
export const queued: JsonObject = { status: "queued", error: null, incomplete_details: null };

/** The same while the model writes. */
export const inProgress: JsonObject = { status: "in_progress", error: null, incomplete_details: null };

/** The same at the end. A word that no API translates is the reason of an incomplete reply. */
export function endStatus(finish: AnswerFinish): JsonObject {
  const plain = { error: null, incomplete_details: null };
  if (typeof finish === "object") {
    return { status: "incomplete", error: null, incomplete_details: { reason: finish.word } };
  }
  switch (finish) {
    case "length":
      return { status: "incomplete", error: null, incomplete_details: { reason: "max_output_tokens" } };
    case "content-filter":
      return { status: "incomplete", error: null, incomplete_details: { reason: "content_filter" } };
    case "malformed-tool-use":
    case "malformed-output":
      return failed(
        "server_error",
        "The model produced invalid content. Consider modifying your prompt if you are seeing this error persistently.",
      );
    case "missing":
      return plain;
    default:
      return { status: "completed", ...plain };
  }
}

/** The members of a reply that failed. */
export function failed(code: JsonValue, message: string): JsonObject {
  return { status: "failed", error: { code, message }, incomplete_details: null };
}

/** The last event of a stream, by how its reply ends. */
export function terminalType({ status }: JsonObject): string {
  return status === "incomplete" || status === "failed" ? `response.${status}` : "response.completed";
}

/** The reply's object, with the members that the service has. */
export function responseObject(state: State, context: WriteContext, dialect: ResponsesDialect): JsonObject {
  const { body } = context;
  const { status, output, usage } = state;
  const own: JsonObject = { id: dialect.replyId(), object: "response", created_at: dialect.createdAt, ...status };
  const said = (name: string, otherwise: JsonValue): JsonValue => memberOf(body, name) ?? otherwise;
  switch (dialect.style.echo) {
    case "openai":
      return {
        ...own,
        background: said("background", false),
        ...contentFilters(state, dialect),
        completed_at: status["status"] === "completed" ? dialect.createdAt + 1 : null,
        ...{ model: dialect.model, output, usage },
        ...common(said),
        ...openAiEcho(body, said),
      };
    case "mantle-short":
      return {
        ...own,
        ...{ background: said("background", false), model: dialect.model, output, ...common(said) },
        ...(state.isWhole ? { text: textOf(body) } : {}),
        ...(usage === null ? {} : { usage }),
      };
    case "gateway":
      return {
        ...own,
        ...{ background: said("background", false), model: dialect.model, output, output_text: "", ...common(said) },
        ...gatewayEcho(said),
        ...(usage === null ? {} : { usage }),
      };
  }
}

/** Azure judges the prompt and the completion where the reply is whole; DeepSeek has the member and never fills it. */
function contentFilters({ status }: State, { style }: ResponsesDialect): JsonObject {
  if (style.filters === null) return {};
  if (style.filters === "null" || status["status"] === "in_progress") return { content_filters: null };
  return { content_filters: ["prompt", "completion"].map(contentFilter) };
}

function contentFilter(source: string): JsonObject {
  const safe = { filtered: false, severity: "safe" };
  return {
    ...{ blocked: false, source_type: source, content_filter_raw: [] },
    content_filter_results: { hate: safe, sexual: safe, violence: safe, self_harm: safe },
    content_filter_offsets: { start_offset: 0, end_offset: 635, check_offset: 0 },
  };
}

type Said = (name: string, otherwise: JsonValue) => JsonValue;

function common(said: Said): JsonObject {
  return {
    instructions: said("instructions", null),
    metadata: said("metadata", {}),
    parallel_tool_calls: said("parallel_tool_calls", true),
    service_tier: "auto",
    temperature: said("temperature", 1),
    tool_choice: said("tool_choice", "auto"),
    tools: said("tools", []),
    top_p: said("top_p", 1),
    truncation: said("truncation", "disabled"),
  };
}

function openAiEcho(body: JsonObject, said: Said): JsonObject {
  return {
    frequency_penalty: said("frequency_penalty", 0),
    max_output_tokens: said("max_output_tokens", null),
    max_tool_calls: said("max_tool_calls", null),
    presence_penalty: said("presence_penalty", 0),
    previous_response_id: null,
    prompt_cache_key: said("prompt_cache_key", null),
    prompt_cache_retention: said("prompt_cache_retention", null),
    reasoning: { effort: null, summary: null, ...objectAt(body, "reasoning") },
    safety_identifier: said("safety_identifier", null),
    store: said("store", true),
    text: textOf(body),
    top_logprobs: said("top_logprobs", 0),
    user: said("user", null),
  };
}

/** OpenRouter says null where the request says nothing, and never stores. */
function gatewayEcho(said: Said): JsonObject {
  return {
    max_output_tokens: said("max_output_tokens", null),
    max_tool_calls: said("max_tool_calls", null),
    temperature: said("temperature", null),
    top_p: said("top_p", null),
    truncation: said("truncation", null),
    previous_response_id: null,
    store: false,
    reasoning: said("reasoning", null),
    safety_identifier: said("safety_identifier", null),
    prompt_cache_key: said("prompt_cache_key", null),
    user: said("user", null),
  };
}

function textOf(body: JsonObject): JsonObject {
  return { format: { type: "text" }, verbosity: "medium", ...objectAt(body, "text") };
}

/** Token counts: the input includes what was cached, the output what was reasoned. The gateway adds the cost, at fictitious prices. */
export function responsesUsage({ usage }: Answer, { style }: ResponsesDialect): JsonObject | null {
  if (usage === null) return null;
  const { output, reasoning, cached } = usage;
  const input = countedInput(usage, "whole");
  const written: JsonObject =
    style.ids === "mantle" || cached !== null ? { cache_write_tokens: cached?.written ?? 0 } : {};
  const counts: JsonObject = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached?.read ?? 0, ...written },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
  if (!style.gateway) return counts;
  const [inputCost, outputCost] = [(input * 44) / 1e8, (output * 2) / 1e6];
  return {
    ...counts,
    cost: Number((inputCost + outputCost).toFixed(10)),
    is_byok: false,
    cost_details: {
      upstream_inference_cost: null,
      upstream_inference_input_cost: inputCost,
      upstream_inference_output_cost: outputCost,
    },
  };
}
