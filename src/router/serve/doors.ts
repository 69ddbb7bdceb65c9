import { messagesDoor } from "../../adapters/anthropic-messages/server/door.js";
import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { chatDoor } from "../../adapters/openai-chat/server/door.js";
import { anthropicModels, type ModelPages, openAiModels } from "./pages/model-pages.js";

/** An API as the router serves it over HTTP. */
export type ServedDoor = {
  readonly door: Door;
  /** What it is for, and the members of its body to begin with, for the description of the router's API. */
  readonly summary: string;
  readonly body: { readonly required: readonly string[]; readonly properties: readonly string[] };
  /** The header that carries the request's id besides `x-request-id`; null: none. */
  readonly idHeader: string | null;
  readonly models: ModelPages;
  /** What a request to another path has, whose client reads this API's errors and lists; null: nothing of its own. */
  readonly marks: { readonly path: RegExp; readonly headers: readonly string[] } | null;
};

const servedChat: ServedDoor = {
  door: chatDoor,
  summary: "A chat completion, whole or as a stream of server-sent events.",
  body: { required: ["messages"], properties: ["model", "messages", "tools", "stream"] },
  idHeader: null,
  models: openAiModels,
  marks: null,
};

const servedMessages: ServedDoor = {
  door: messagesDoor,
  summary: "A message of Anthropic's API, whole or as a stream of server-sent events.",
  body: { required: ["messages", "max_tokens"], properties: ["model", "messages", "max_tokens", "tools", "stream"] },
  idHeader: "request-id",
  models: anthropicModels,
  // Anthropic's SDKs send both with every request (`@anthropic-ai/sdk` 1.14.0, client, read 2026-11-29).
  marks: { path: /\/messages(?:\/|$)/i, headers: ["anthropic-version", "x-api-key"] },
};

/** All APIs that the router serves. */
export const doors: readonly ServedDoor[] = [servedChat, servedMessages];

/** The API whose calls are posted to this path; null: none. */
export function doorAt(path: string): ServedDoor | null {
  return byPath.get(path) ?? null;
}

const byPath: ReadonlyMap<string, ServedDoor> = new Map(doors.map((one) => [one.door.path, one]));

/** The API that the client of a request to any other path speaks, by the path, else by its headers; Chat Completions without a sign. */
export function doorOf(path: string, headers: IncomingHeaders): ServedDoor {
  const isOf = ({ marks }: ServedDoor) => marks?.headers.some((name) => headers[name] !== undefined) === true;
  return doors.find(({ marks }) => marks?.path.test(path) === true) ?? doors.find(isOf) ?? servedChat;
}
