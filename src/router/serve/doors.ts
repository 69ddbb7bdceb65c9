import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { chatDoor } from "../../adapters/openai-chat/server/door.js";

/** An API as the router serves it over HTTP. */
type ServedDoor = {
  readonly door: Door;
  /** What it is for, and the members of its body to begin with, for the description of the router's API. */
  readonly summary: string;
  readonly body: { readonly required: readonly string[]; readonly properties: readonly string[] };
  /** What a request to any other path has, whose client reads this API's errors and lists. */
  readonly marks: { readonly path: RegExp; readonly headers: readonly string[] } | null;
};

/** All APIs that the router serves; the first is that of requests without a mark. */
export const doors: readonly ServedDoor[] = [
  {
    door: chatDoor,
    summary: "A chat completion, whole or as a stream of server-sent events.",
    body: { required: ["messages"], properties: ["model", "messages", "tools", "stream"] },
    marks: null,
  },
];

/** The API whose calls are posted to this path; null: none. */
export function doorAt(path: string): Door | null {
  return byPath.get(path) ?? null;
}

const byPath: ReadonlyMap<string, Door> = new Map(doors.map(({ door }) => [door.path, door]));

/** The API that the client of a request speaks, by its path and headers. */
export function doorOf(path: string, headers: IncomingHeaders): Door {
  const marked = doors.find(({ marks }) => {
    return marks?.path.test(path) === true || marks?.headers.some((name) => headers[name] !== undefined) === true;
  });
  return marked?.door ?? chatDoor;
}
