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
 * Runs exported from LangSmith: those of type llm, as `wrap_openai` traces them (the request and reply of Chat Completions) or as
 * LangChain does (messages and generations). langchain-ai/langsmith-sdk python/langsmith/schemas.py and wrappers/_openai.py;
 * from memory, 2026-11-28.
 */
export const langsmith = rowFormat({
  id: "langsmith",
  title: "LangSmith export of runs (JSON)",
  telltale: /"run_type"/,
  damaged:
    /"run_type": ?"(?:llm|chain|tool)"[\s\S]*"(?:inputs|outputs)":|"(?:inputs|outputs)":[\s\S]*"run_type": ?"llm"/,
  unwrap: (row) => (listOf(memberOf(row, "runs")) ?? [row]).flatMap((run) => withChildren(run, 0)),
  isRecord: (record) => memberOf(record, "run_type") === "llm" && memberOf(record, "inputs") !== undefined,
  readRecord: (record, place) => readRun(objectOf(record) ?? {}, place),
});

const maxDepth = 64;

function withChildren(run: unknown, depth: number): readonly unknown[] {
  const children = depth > maxDepth ? [] : (listOf(memberOf(run, "child_runs")) ?? []);
  return [run, ...children.flatMap((child) => withChildren(child, depth + 1))];
}

function readRun(run: Members, place: InteractionPlace): Interaction {
  return exportedInteraction(
    {
      format: "langsmith",
      url: "/chat/completions",
      request: requestOf(run),
      reply: replyOf(run, place),
      recordedAt: timeOf(run["start_time"]),
      notes: ["a run of LangSmith: its inputs and outputs as the traced program gave them"],
    },
    place,
  );
}

function requestOf(run: Members): JsonObject | null {
  const inputs = jsonObjectOf(run["inputs"]);
  const messages = messagesIn(inputs?.["messages"]);
  if (inputs === null || messages === null) return null;
  const { messages: _messages, ...rest } = inputs;
  const invoked = memberOf(run["extra"], "invocation_params");
  const { _type, stop, ...parameters } = isJsonObject(invoked) ? invoked : {};
  return { ...parameters, ...(stop === null || stop === undefined ? {} : { stop }), ...rest, messages };
}

function replyOf(run: Members, place: InteractionPlace): ExportedReply {
  const outputs = jsonObjectOf(run["outputs"]);
  const whole = [outputs, outputs?.["output"], outputs?.["response"]].find(isCompletion);
  if (isCompletion(whole)) return { status: null, body: whole, lost: [] };
  const generation = generationIn(outputs);
  if (generation !== null) return generation;
  const message =
    outputs === null ? null : messageIn(outputs["message"] ?? outputs["messages"] ?? outputs["output"] ?? null);
  if (message !== null) return messageReply(message, { model: null, finish: null, usage: null });
  const error = textOf(run["error"]);
  if (error !== null) return errorReply(null, { message: error });
  throw new RecordingError(place, "the run has no outputs that are a reply");
}

/** LangChain's `generations[0][0]`, with what its message says about the reply of the service. */
function generationIn(outputs: JsonObject | null): ExportedReply | null {
  const generation = listOf(listOf(outputs?.["generations"])?.[0])?.[0] ?? listOf(outputs?.["generations"])?.[0];
  const stored = objectOf(memberOf(generation, "message"));
  const message = stored === null ? null : messageIn(stored);
  if (message === null) return null;
  const kwargs = objectOf(memberOf(stored, "kwargs")) ?? objectOf(memberOf(stored, "data")) ?? stored;
  const about = objectOf(memberOf(kwargs, "response_metadata")) ?? {};
  const more = objectOf(memberOf(generation, "generation_info")) ?? {};
  const usage = about["token_usage"] ?? memberOf(outputs?.["llm_output"], "token_usage");
  return messageReply(message, {
    model: textOf(about["model_name"]) ?? textOf(memberOf(outputs?.["llm_output"], "model_name")),
    finish: textOf(about["finish_reason"]) ?? textOf(more["finish_reason"]),
    usage: isJsonObject(usage) && countOf(usage["completion_tokens"]) !== null ? usage : null,
  });
}
