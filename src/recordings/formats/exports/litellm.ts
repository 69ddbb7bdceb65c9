import type { JsonObject } from "../../../chat/json.js";
import { type InteractionPlace, RecordingError } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { rowFormat } from "../../records/row-format.js";
import { type ExportedReply, errorReply, exportedInteraction, jsonObjectOf, timeOf } from "./exported-exchange.js";
import { messagesIn } from "./exported-messages.js";

/**
 * Logs of LiteLLM: its `StandardLoggingPayload`, which callbacks such as S3 and GCS write, and rows of its table of spend logs
 * (BerriAI/litellm litellm/types/utils.py, litellm/proxy/schema.prisma; read 2026-11-28). Replies are LiteLLM's own form of what
 * the provider said.
 */
export const litellm = rowFormat({
  id: "litellm",
  title: "LiteLLM spend log or logging payload (JSON)",
  telltale: /"call_type"/,
  damaged: /"call_type": ?"[\s\S]*"(?:custom_llm_provider|response_cost|spend|proxy_server_request|api_base)":/,
  unwrap: (row) => listOf(memberOf(row, "data")) ?? [memberOf(row, "standard_logging_object") ?? row],
  isRecord: (record) =>
    textOf(memberOf(record, "call_type")) !== null &&
    ["custom_llm_provider", "response_cost", "spend", "proxy_server_request", "api_base"].some(
      (name) => memberOf(record, name) !== undefined,
    ),
  readRecord: (record, place) => readLog(objectOf(record) ?? {}, place),
});

/** The path of each kind of call. Others are no chat. */
const paths: { readonly [callType: string]: string } = {
  completion: "/chat/completions",
  text_completion: "/completions",
  embedding: "/embeddings",
  responses: "/responses",
  anthropic_messages: "/messages",
};

function readLog(record: Members, place: InteractionPlace): Interaction {
  const callType = (textOf(record["call_type"]) ?? "").replace(/^a(?=[a-z_]+$)(?!nthropic)/, "");
  const path = paths[callType] ?? "/other";
  const origin = /^https?:\/\/[^/?#\s]+/.exec(textOf(record["api_base"]) ?? "")?.[0] ?? "";
  const provider = textOf(record["custom_llm_provider"]);
  const request = requestOf(record);
  return exportedInteraction(
    {
      format: "litellm",
      url: `${origin}${path}`,
      request,
      reply: replyOf(record, place),
      recordedAt: timeOf(record["startTime"]),
      notes: [
        `LiteLLM's own form of the reply${provider === null || !/^[\w.-]{1,60}$/.test(provider) ? "" : ` of its provider ${provider}`}`,
      ],
    },
    place,
  );
}

/** What the proxy's client sent, if it was kept; else the messages and parameters that LiteLLM took. */
function requestOf(record: Members): JsonObject | null {
  const kept = jsonObjectOf(record["proxy_server_request"]);
  const sent = jsonObjectOf(kept?.["body"]) ?? kept;
  if (Array.isArray(sent?.["messages"])) return isRedacted(sent) ? null : sent;
  const messages = messagesIn(record["messages"]);
  if (messages === null || isRedacted(messages)) return null;
  const parameters = jsonObjectOf(record["model_parameters"]) ?? {};
  const stream = record["stream"] === true ? { stream: true } : {};
  const model = textOf(record["model"]);
  return { ...(model === null ? {} : { model }), messages, ...parameters, ...stream };
}

function replyOf(record: Members, place: InteractionPlace): ExportedReply {
  const information =
    jsonObjectOf(record["error_information"]) ?? jsonObjectOf(jsonObjectOf(record["metadata"])?.["error_information"]);
  if (record["status"] === "failure" || textOf(record["error_str"]) !== null) {
    const code = information?.["error_code"] ?? null;
    const status = countOf(code);
    const error = { message: textOf(information?.["error_message"]) ?? textOf(record["error_str"]), code };
    return errorReply(status !== null && status >= 400 && status <= 599 ? status : null, error);
  }
  const body = jsonObjectOf(record["response"]);
  if (body !== null && Object.keys(body).length > 0 && !isRedacted(body)) return { status: null, body, lost: [] };
  throw new RecordingError(
    place,
    "the log does not hold the reply: storing prompts and replies was off, or they were redacted",
  );
}

/** What `turn_off_message_logging` writes in place of each text (litellm_core_utils/redact_messages.py, read 2026-11-28). */
function isRedacted(value: unknown): boolean {
  return JSON.stringify(value).includes('"redacted-by-litellm');
}
