import { isJsonObject, type JsonObject, type JsonValue, withoutNulls } from "../../../../chat/json.js";
import { listAt, objectAt, textAt } from "../../../openai/wire-members.js";
import type { ReplyIdentity } from "../../../openai-chat/server/encode-reply/identity.js";
import { isNothing } from "../../../openai-chat/server/read-request/kept-members.js";
import { responseId } from "./identity.js";

/** What a response says of itself, beside the echo of its request. */
export type ResponseState = {
  readonly status: "in_progress" | "completed" | "incomplete" | "failed";
  readonly usage: JsonObject | null;
  /** In seconds since 1970; null: it has not ended, or its end is not known. */
  readonly completedSeconds: number | null;
  readonly error?: JsonObject;
  readonly incompleteDetails?: JsonObject | null;
};

/** Whose reply it is: the server's facts, and the client's request that a response echoes. */
export type Asked = { readonly identity: ReplyIdentity; readonly body: JsonObject };

/**
 * A response with all members that the API requires (openresponses/openresponses, ResponseResource, read 2026-11-29). Settings are
 * those that the client sent; one that it did not send has the API's default (openai 6.49.0, Response). `store` and `background` are
 * what this door does, and `previous_response_id` what it has: nothing.
 */
export function responseObject(asked: Asked, state: ResponseState, output: readonly JsonObject[]): JsonObject {
  return Object.assign(stateMembers(asked.identity, state), { output }, echoMembers(asked));
}

/**
 * The same as JSON. `output`: the JSON of each item; `echo`: that of {@link echoMembers}, which is long where there are many tools, and the
 * same in each response of a stream.
 */
export function responseText(
  identity: ReplyIdentity,
  state: ResponseState,
  { output, echo }: { readonly output: readonly string[]; readonly echo: string },
): string {
  const own = JSON.stringify(stateMembers(identity, state));
  return `${own.slice(0, -1)},"output":[${output.join()}],${echo.slice(1)}`;
}

function stateMembers(identity: ReplyIdentity, state: ResponseState): JsonObject {
  return {
    id: responseId(identity),
    object: "response",
    created_at: identity.createdSeconds,
    status: state.status,
    completed_at: state.completedSeconds,
    error: state.error ?? null,
    incomplete_details: state.incompleteDetails ?? null,
    usage: state.usage,
  };
}

/** What a response repeats of its request, and what this door always says. */
export function echoMembers({ identity, body }: Asked): JsonObject {
  return {
    background: false,
    instructions: textAt(body, "instructions"),
    max_output_tokens: body["max_output_tokens"] ?? null,
    max_tool_calls: body["max_tool_calls"] ?? null,
    model: identity.model,
    parallel_tool_calls: body["parallel_tool_calls"] ?? true,
    presence_penalty: body["presence_penalty"] ?? 0,
    frequency_penalty: body["frequency_penalty"] ?? 0,
    previous_response_id: null,
    prompt_cache_key: textAt(body, "prompt_cache_key"),
    reasoning: reasoningOf(body),
    safety_identifier: textAt(body, "safety_identifier"),
    service_tier: "default",
    store: false,
    temperature: body["temperature"] ?? 1,
    text: textOf(body),
    tool_choice: body["tool_choice"] ?? "auto",
    tools: (listAt(body, "tools") ?? []).map(echoed),
    top_logprobs: body["top_logprobs"] ?? 0,
    top_p: body["top_p"] ?? 1,
    truncation: "disabled",
    ...withoutNulls({ user: textAt(body, "user") }),
    metadata: objectAt(body, "metadata") ?? {},
  };
}

function reasoningOf(body: JsonObject): JsonObject {
  const asked = objectAt(body, "reasoning") ?? {};
  return { effort: asked["effort"] ?? null, summary: asked["summary"] ?? null };
}

function textOf(body: JsonObject): JsonObject {
  const text = objectAt(body, "text") ?? {};
  return { ...withoutNulls(text), format: isNothing(text["format"]) ? { type: "text" } : text["format"] };
}

/** A function has all its members, absent ones as null. */
function echoed(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool) || tool["type"] !== "function") return tool;
  return { description: null, parameters: null, strict: null, ...tool };
}
