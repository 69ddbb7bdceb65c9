import type { RecordedExchange, WireHeaders } from "../exchange.js";
import { redactBytes, redactChunks, redactJson, redactText, spelledNames } from "./redact-body.js";
import { createSecretSearch } from "./secret-search.js";
import { storedHeaders } from "./stored-headers.js";

export { storedHeaders } from "./stored-headers.js";

/**
 * Takes secrets out of what is stored or shown: the values it was given and whatever has the shape of a key, plain or
 * JSON-, percent- or base64-encoded, in one piece or spelled out over the events of a stream. What it does not find: a
 * secret of which a reply has one half in its text and the other in another member (its reasoning, a call's arguments).
 */
export type Redactor = {
  readonly text: (text: string) => string;
  /** The same for a JSON document, also for a secret that several of its strings spell out together. */
  readonly json: (text: string) => string;
  /** A recording fit to be stored: headers by allow-list, and no secret in URL, header, body, reply or error. */
  readonly exchange: (recorded: RecordedExchange) => RecordedExchange;
  /** What would leak, by name and never by value (`secret 1`, `aws-access-key-id`), sorted; empty: nothing found. */
  readonly leaks: (content: Uint8Array | string) => readonly string[];
  /** The same for what a reply spells out over its events, which stands in no stretch of its bytes. */
  readonly spelled: (recorded: Pick<RecordedExchange, "chunks">) => readonly string[];
};

/** Shorter values are not looked for: they would turn up in any text. */
export const shortestSecret = 6;

/** `secrets`: values known to be secret (keys, tokens); those under 6 characters are left to the shapes. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const named = secrets
    .map((value, index) => ({ name: `secret ${index + 1}`, value: value.trim() }))
    .filter(({ value }) => value.length >= shortestSecret)
    .sort((a, b) => b.value.length - a.value.length);
  const search = createSecretSearch(named);
  const headers = (stored: WireHeaders): WireHeaders =>
    storedHeaders(stored).map(([name, value]) => [name, redactText(value, search)]);
  return {
    text: (text) => redactText(text, search),
    json: (text) => redactJson(text, search),
    exchange: ({ request, response, chunks, error, ...rest }) => ({
      ...rest,
      request: {
        method: request.method,
        url: redactText(request.url, search),
        headers: headers(request.headers),
        body: request.body === null ? null : redactBytes(request.body, search),
      },
      response: response === null ? null : { status: response.status, headers: headers(response.headers) },
      chunks: redactChunks(chunks, search),
      error: error === null ? null : { ...error, message: redactText(error.message, search) },
    }),
    leaks: (content) => {
      const text = typeof content === "string" ? content : Buffer.from(content).toString("latin1");
      return namesOf(search(text).map(({ name }) => name));
    },
    spelled: ({ chunks }) => namesOf(spelledNames(chunks, search)),
  };
}

function namesOf(found: readonly string[]): readonly string[] {
  return [...new Set(found.flatMap((name) => name.split(", ")))].sort();
}
