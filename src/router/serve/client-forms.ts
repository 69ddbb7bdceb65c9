import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { eventsIn } from "./chunks-in.js";

/** How a client that checks replies wants errors; replies themselves are alike for all. */
export type ClientForm = {
  /** An error body in this client's form; any other body as it is. */
  readonly error: (body: JsonObject, status: number) => JsonObject;
  /** The pieces of a stream, with their error events in this client's form. */
  readonly pieces: (pieces: AsyncIterable<string>) => AsyncIterable<string>;
};

/**
 * The form for a client by its `user-agent`; null: OpenAI's, which every other client reads.
 *
 * OpenRouter's SDKs check replies with zod or pydantic. An error's `code` must be its status as a number, and an error event must be a
 * whole chunk with `choices` (`@openrouter/sdk` 1.3.19, models/chatstreamchunk and models/errors, read 2026-11-28). OpenAI's clients
 * branch on `code` as a word, and the AI SDK takes an event with `choices` for a chunk, so no one form serves both.
 */
export function clientFormOf(userAgent: string | undefined): ClientForm | null {
  return userAgent !== undefined && openRouterAgent.test(userAgent) ? openRouterForm : null;
}

/** `speakeasy-sdk/typescript 1.3.19 2.914.0 1.0.0 @openrouter/sdk` and its Python twin. */
const openRouterAgent = /^speakeasy-sdk\/.*\bopenrouter\b/;

const openRouterForm: ClientForm = {
  error: (body, status) => (isJsonObject(body["error"]) ? { error: withNumber(body["error"], status) } : body),
  pieces: async function* (pieces) {
    let head: JsonObject = { id: "", object: "chat.completion.chunk", created: 0, model: "" };
    for await (const piece of pieces) {
      const events = eventsIn(piece).map((event) => {
        const chunk = chunkIn(event);
        if (chunk === null) return event;
        const { error } = chunk;
        if (!isJsonObject(error)) {
          head = headOf(chunk, head);
          return event;
        }
        const choices = [{ index: 0, delta: { content: "" }, finish_reason: "error" }];
        return `data: ${JSON.stringify({ ...head, choices, error: withNumber(error, 502) })}\n\n`;
      });
      yield events.join("");
    }
  },
};

/** The number in place of OpenAI's word, which goes beside it with what else OpenAI's envelope says. */
function withNumber({ message, type, code, param }: JsonObject, status: number): JsonObject {
  const said = { error_type: code ?? type ?? "unmapped", type: type ?? null, code: code ?? null, param: param ?? null };
  return { code: status, message: message ?? "", metadata: said };
}

function chunkIn(event: string): JsonObject | null {
  if (!event.startsWith("data: {")) return null;
  const value: JsonValue = JSON.parse(event.slice("data: ".length));
  return isJsonObject(value) ? value : null;
}

function headOf({ id, object, created, model }: JsonObject, before: JsonObject): JsonObject {
  return { ...before, id: id ?? "", object: object ?? "", created: created ?? 0, model: model ?? "" };
}
