import type { Door } from "../../adapters/door.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { eventsIn } from "./chunks-in.js";

/** How one kind of client reads answers, where it reads them otherwise than OpenAI's. */
export type ClientForm = {
  /** A JSON answer in this client's form. */
  readonly body: (body: JsonObject, status: number) => JsonObject;
  /** The pieces of a stream, each event in this client's form; comments and `[DONE]` as they are. */
  readonly pieces: (pieces: AsyncIterable<string>) => AsyncIterable<string>;
};

/**
 * The form for a client by its `user-agent`, where it uses this API; null: that of the API, which every other client reads.
 *
 * OpenRouter's SDKs check answers with zod or pydantic: an error's `code` is its status as a number, an error event is a whole chunk with
 * `choices`, and usage is complete or absent, never null (`@openrouter/sdk` 1.3.19, models/chatstreamchunk, models/chatusage and
 * models/errors, read 2026-11-28). OpenAI's clients branch on `code` as a word, and the AI SDK takes an event with `choices` for a
 * chunk (@ai-sdk/openai-compatible, chunk schema), so no one form serves both.
 */
export function clientFormOf(userAgent: string | undefined, { api }: Pick<Door, "api">): ClientForm | null {
  if (api !== "chat-completions" || userAgent === undefined) return null;
  return openRouterAgent.test(userAgent) ? openRouterForm : null;
}

/** `speakeasy-sdk/typescript 1.3.19 2.914.0 1.0.0 @openrouter/sdk` (lib/config), and its Python twin. */
const openRouterAgent = /^speakeasy-sdk\/.*\bopenrouter\b/;

const openRouterForm: ClientForm = {
  body: (body, status) => {
    const { error, object, data } = body;
    if (isJsonObject(error)) return { ...body, error: withNumber(error, status) };
    if (object === "list" && Array.isArray(data)) return modelList(data);
    return object === "model" ? { data: modelOf(body) } : withWholeUsage(body);
  },
  pieces: async function* (pieces) {
    let head: JsonObject = { id: "", object: "chat.completion.chunk", created: 0, model: "" };
    const inForm = (event: string): string => {
      const chunk = chunkIn(event);
      if (chunk === null) return event;
      const { id = "", object = "", created = 0, model = "", error } = chunk;
      if (!isJsonObject(error)) {
        head = { id, object, created, model };
        return eventOf(withWholeUsage(chunk));
      }
      // The status has been sent, so the number is that of a failed upstream.
      const choices = [{ index: 0, delta: { content: "" }, finish_reason: "error" }];
      return eventOf({ ...head, choices, error: withNumber(error, 502) });
    };
    for await (const piece of pieces) yield eventsIn(piece).map(inForm).join("");
  },
};

/** The number in place of OpenAI's word, which goes beside it with what else OpenAI's envelope says. */
function withNumber({ message = "", type = null, code = null, param = null }: JsonObject, status: number): JsonObject {
  return { code: status, message, metadata: { error_type: code ?? type ?? "unmapped", type, code, param } };
}

/** The body without usage that lacks one of the counts that the SDK requires. */
function withWholeUsage(body: JsonObject): JsonObject {
  const { usage, ...rest } = body;
  const counts = isJsonObject(usage) ? [usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]] : [];
  return usage === undefined || (counts.length > 0 && counts.every(Number.isSafeInteger)) ? body : rest;
}

function modelList(models: readonly JsonValue[]): JsonObject {
  const data = models.flatMap((model) => (isJsonObject(model) ? [modelOf(model)] : []));
  return { object: "list", data, links: { next: null }, total_count: data.length };
}

/** A model of OpenRouter's catalogue. What this router does not know is null or empty; an unknown price is -1, as of `openrouter/auto`. */
function modelOf({ id = "", ...model }: JsonObject): JsonObject {
  return {
    ...{ ...model, id, name: id, canonical_slug: id, context_length: null },
    architecture: { modality: null, input_modalities: ["text"], output_modalities: ["text"] },
    pricing: { prompt: "-1", completion: "-1" },
    top_provider: { is_moderated: false, context_length: null, max_completion_tokens: null },
    ...{ per_request_limits: null, default_parameters: null, supported_parameters: [], supported_voices: null },
    links: { details: `/v1/models/${String(id)}` },
  };
}

function chunkIn(event: string): JsonObject | null {
  if (!event.startsWith("data: {")) return null;
  const value: JsonValue = JSON.parse(event.slice("data: ".length));
  return isJsonObject(value) ? value : null;
}

function eventOf(chunk: JsonObject): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
