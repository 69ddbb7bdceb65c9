import { messagesDoor } from "../../adapters/anthropic-messages/server/door.js";
import { readCountRequest } from "../../adapters/anthropic-messages/server/read-request.js";
import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { chatDoor } from "../../adapters/openai-chat/server/door.js";
import { responsesDoor } from "../../adapters/openai-responses/server/door.js";
import type { CountDoor } from "./count-answer.js";
import { anthropicModels, type ModelPages, openAiModels } from "./pages/model-pages.js";

/** A WebSocket: its path, whose messages it takes, and the subprotocols that a client may agree on. */
type ServedSocket = { readonly path: string; readonly api: "chat" | "responses"; readonly protocols: RegExp };

/** An API as the router serves it. */
export type ServedDoor = {
  readonly door: Door;
  /** What it is for, and the members of its body to begin with, for the description of the router's API. */
  readonly summary: string;
  readonly body: { readonly required: readonly string[]; readonly properties: readonly string[] };
  /** How it counts the tokens of a prompt; null: it does not. */
  readonly count: CountDoor | null;
  /** The header that carries the request's id besides `x-request-id`; null: none. */
  readonly idHeader: string | null;
  /** Its WebSocket; null: it has none. */
  readonly socket: ServedSocket | null;
  readonly models: ModelPages;
  /** What a request has, to another path, whose client reads this API's errors and lists; null: nothing of its own. */
  readonly marks: { readonly path: RegExp; readonly headers: readonly string[] } | null;
};

const servedChat: ServedDoor = {
  door: chatDoor,
  summary: "A chat completion, whole or as a stream of server-sent events.",
  body: { required: ["messages"], properties: ["model", "messages", "tools", "stream"] },
  count: null,
  idHeader: null,
  socket: { path: "/v1/chat/ws", api: "chat", protocols: /^sse$/ },
  models: openAiModels,
  marks: null,
};

const servedMessages: ServedDoor = {
  door: messagesDoor,
  summary: "A message of Anthropic's API, whole or as a stream of server-sent events.",
  body: { required: ["messages", "max_tokens"], properties: ["model", "messages", "max_tokens", "tools", "stream"] },
  count: {
    path: "/v1/messages/count_tokens",
    readRequest: readCountRequest,
    body: (tokens) => ({ input_tokens: tokens }),
  },
  idHeader: "request-id",
  socket: null,
  models: anthropicModels,
  // Anthropic's SDK sends its version with every request, and its key as `x-api-key` (`@anthropic-ai/sdk` 1.14.0, client, read 2026-11-29).
  marks: { path: /\/messages(?:\/|$)/i, headers: ["anthropic-version", "x-api-key"] },
};

const servedResponses: ServedDoor = {
  door: responsesDoor,
  summary: "A response of OpenAI's Responses API, whole or as a stream of server-sent events. None is stored.",
  body: { required: ["input"], properties: ["model", "input", "tools", "stream"] },
  count: null,
  idHeader: null,
  // OpenAI serves it at the path that calls are posted to (guide "WebSocket mode", read 2026-11-29).
  socket: { path: "/v1/responses", api: "responses", protocols: /^(?:openai-beta\.)?responses\b/ },
  models: openAiModels,
  marks: null,
};

/** All APIs that the router serves. */
export const doors: readonly ServedDoor[] = [servedChat, servedResponses, servedMessages];

const sockets: readonly ServedSocket[] = doors.flatMap(({ socket }) => socket ?? []);

/** The paths that sockets are opened at. */
export const socketPaths: readonly string[] = sockets.map(({ path }) => path);

/** The WebSocket at this path; null: there is none. */
export function servedAtSocket(path: string): ServedSocket | null {
  return sockets.find((one) => one.path === path) ?? null;
}

/** What is posted to a path. `count`: a prompt to be counted; null: a call to be answered. */
export type Call = { readonly served: ServedDoor; readonly count: CountDoor | null };

/** What is posted to this path; null: nothing. */
export function callAt(path: string): Call | null {
  return calls.get(path) ?? null;
}

const calls: ReadonlyMap<string, Call> = new Map<string, Call>(
  doors.flatMap((served) => [
    [served.door.path, { served, count: null }] as const,
    ...(served.count === null ? [] : [[served.count.path, { served, count: served.count }] as const]),
  ]),
);

/** The paths that calls are posted to. */
export const callPaths: readonly string[] = [...calls.keys()];

/** The API that the client of a request speaks, by the path, else by its headers; Chat Completions without a sign. */
export function doorOf(path: string, headers: IncomingHeaders): ServedDoor {
  const called = calls.get(path);
  if (called !== undefined) return called.served;
  const isOf = ({ marks }: ServedDoor) => marks?.headers.some((name) => headers[name] !== undefined) === true;
  return doors.find(({ marks }) => marks?.path.test(path) === true) ?? doors.find(isOf) ?? servedChat;
}
