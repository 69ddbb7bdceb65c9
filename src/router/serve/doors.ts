import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { chatDoor } from "../../adapters/openai-chat/server/door.js";
import { type ModelPages, openAiModels } from "./pages/model-pages.js";

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

/** All APIs that the router serves. */
export const doors: readonly ServedDoor[] = [servedChat];

/** The API whose calls are posted to this path; null: none. */
export function doorAt(path: string): ServedDoor | null {
  return byPath.get(path) ?? null;
}

const byPath: ReadonlyMap<string, ServedDoor> = new Map(doors.map((one) => [one.door.path, one]));

/** The API that the client of a request to any other path speaks; Chat Completions where nothing shows it. */
export function doorOf(path: string, headers: IncomingHeaders): ServedDoor {
  const marked = doors.find(({ marks }) => {
    return marks !== null && (marks.path.test(path) || marks.headers.some((name) => headers[name] !== undefined));
  });
  return marked ?? servedChat;
}
