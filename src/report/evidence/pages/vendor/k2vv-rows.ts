import { wholeOf } from "../../../../chat/api.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import { textOf, toolCallsOf } from "../../../../chat/read-reply.js";
import type { Arm, Material } from "../../../../verdict/evidence/material.js";
import type { FindingId } from "../../../../verdict/verdict.js";

/**
 * A row as `tool_calls_eval.py` of K2-Vendor-Verifier writes its results (MoonshotAI/K2-Vendor-Verifier at 0bc5061, read 2026-11-29).
 * `hash` is null: the verifier computes its own. `finish_reason` null: none arrived; the verifier itself would write `stop`.
 */
type VerifierRow = {
  readonly data_index: number;
  readonly request: JsonObject;
  readonly extra_body: JsonObject;
  readonly response: JsonObject;
  readonly status: "success" | "failed";
  readonly finish_reason: string | null;
  readonly tool_calls_valid: boolean | null;
  readonly last_run_at: string;
  readonly duration_ms: number | null;
  readonly hash: null;
};

/** The rows of the shown calls, with the side that each is of. A call over another API has none: its request is no chat completion. */
export function rowsOf({
  failing,
  working,
  chat,
}: Material): readonly { readonly arm: Arm["name"]; readonly row: VerifierRow }[] {
  const arms = [failing, working, chat].flatMap((arm) => (arm === null ? [] : [arm]));
  const asked = arms.flatMap((arm) => {
    const body = wholeOf(arm.target.api) === "chat-completions" ? bodyOf(arm) : null;
    return body === null ? [] : [{ arm, body }];
  });
  return asked.map(({ arm, body }, at) => ({ arm: arm.name, row: rowOf(arm, body, at + 1) }));
}

/** One row a line; empty without a row. */
export function rowsText(rows: ReturnType<typeof rowsOf>): string {
  return rows.map(({ row }) => `${JSON.stringify(row)}\n`).join("");
}

function bodyOf({ body }: Arm): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) && Array.isArray(value["messages"]) ? value : null;
  } catch {
    return null;
  }
}

function rowOf(arm: Arm, body: JsonObject, index: number): VerifierRow {
  const { turn, wire } = arm;
  const isOurs = (name: string) => standard.has(name);
  const finish = turn.reply.finish?.raw ?? null;
  return {
    data_index: index,
    request: pick(body, isOurs),
    extra_body: pick(body, (name) => !isOurs(name)),
    response: turn.reply.failure === null ? completionOf(arm) : failureOf(arm),
    status: turn.reply.failure === null ? "success" : "failed",
    finish_reason: finish,
    tool_calls_valid: finish === "tool_calls" && toolCallsOf(turn.reply).length > 0 ? areValid(arm) : null,
    last_run_at: wire.endedAt ?? wire.startedAt,
    duration_ms: wire.endedAt === null ? null : Date.parse(wire.endedAt) - Date.parse(wire.startedAt),
    hash: null,
  };
}

/**
 * The members that openai-python's `chat.completions.create` takes; the verifier passes any other as `extra_body`. Source: openai 6.x,
 * ChatCompletionCreateParamsBase, 2026-11-29.
 */
const standard: ReadonlySet<string> = new Set([
  ...["messages", "model", "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs"],
  ...["max_completion_tokens", "max_tokens", "metadata", "modalities", "n", "parallel_tool_calls", "prediction"],
  ...["presence_penalty", "prompt_cache_key", "reasoning_effort", "response_format", "safety_identifier", "seed"],
  ...["service_tier", "stop", "store", "stream", "stream_options", "temperature", "tool_choice", "tools"],
  ...["top_logprobs", "top_p", "user", "verbosity", "web_search_options"],
]);

function pick(body: JsonObject, isWanted: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => isWanted(name)));
}

/** The reply as one whole completion: the verifier writes a stream so too. */
function completionOf({ turn: { reply, request } }: Arm): JsonObject {
  const calls = toolCallsOf(reply).map(({ id, name, argumentsText }) => ({
    id,
    type: "function",
    function: { name, arguments: argumentsText },
  }));
  const reasoning = reply.parts.flatMap((part) => (part.kind === "reasoning" && part.text !== null ? [part.text] : []));
  const message: JsonObject = {
    role: "assistant",
    content: textOf(reply),
    tool_calls: calls.length === 0 ? null : calls,
    ...(reasoning.length === 0 ? {} : { reasoning_content: reasoning.join("") }),
  };
  const usage: JsonValue = reply.usage?.raw ?? null;
  return {
    id: reply.id,
    object: "chat.completion",
    created: null,
    model: reply.model ?? request.model,
    choices: [{ index: 0, message, finish_reason: reply.finish?.raw ?? null }],
    usage,
  };
}

function failureOf({ turn: { reply } }: Arm): JsonObject {
  const message = reply.failure?.raw ?? reply.failure?.message ?? "";
  return { error_type: reply.failure?.code ?? reply.failure?.kind ?? "", error_message: message, error: message };
}

/** Findings that make a call invalid against its tool's schema. */
const invalid: ReadonlySet<FindingId> = new Set<FindingId>([
  ...(["arguments-invalid-json", "arguments-empty", "arguments-mismatch", "tool-name-unknown"] as const),
]);

function areValid({ verdict, trial }: Arm): boolean {
  const findings = verdict.judged.find((one) => one.trial === trial)?.findings ?? [];
  return !findings.some(({ id }) => invalid.has(id));
}
