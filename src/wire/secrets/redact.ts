import type { RecordedExchange, WireHeaders } from "../exchange.js";
import { redactBytes, redactChunks, redactJson, redactText, spelledNames } from "./redact-body.js";
import { createSecretSearch, type SecretSearch } from "./secret-search.js";
import { storedHeaders } from "./stored-headers.js";

export { storedHeaders } from "./stored-headers.js";

/**
 * Removes secrets from everything that is stored or shown: the given values and anything with the shape of a key, plain
 * or JSON-, percent- or base64-encoded, in one piece or spelled out over the events of a stream. Does not find a secret
 * that a reply splits between its text and another member (its reasoning, a call's arguments).
 */
export type Redactor = {
  /** A text without its secrets. */
  readonly text: (text: string) => string;
  /** A JSON document without its secrets, including those that several of its strings spell out together. */
  readonly json: (text: string) => string;
  /** A recording that may be stored: headers by allow-list, and no secret in URL, header, body, reply or error. */
  readonly exchange: (recorded: RecordedExchange) => RecordedExchange;
  /** The names of the secrets found, never their values (`secret 1`, `aws-access-key-id`), sorted; empty: none. */
  readonly leaks: (content: Uint8Array | string) => readonly string[];
  /** Searches for these values too from now on, such as a key that was renewed. Those under 6 characters are left out. */
  readonly learn: (secrets: readonly string[]) => void;
  /** The same for secrets that a reply spells out over its events, so that no run of its bytes contains them. */
  readonly spelled: (recorded: Pick<RecordedExchange, "chunks">) => readonly string[];
};

/** The length of the shortest value that is searched for, in characters. Shorter ones occur in any text. */
export const shortestSecret = 6;

/**
 * A redactor. `secrets`: known secret values (keys, tokens). Those under 6 characters are not searched for by value.
 *
 * @example
 * const redactor = createRedactor([process.env.OPENROUTER_API_KEY ?? ""]);
 * redactor.text(`Authorization: Bearer ${key}`); // "Authorization: Bearer REDACTED"
 * redactor.leaks(text); // []: safe to store
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = new Set(secrets);
  let searchKnown = createSecretSearch(namedSecrets([...known]));
  const search: SecretSearch = (text) => searchKnown(text);
  const headers = (stored: WireHeaders): WireHeaders =>
    storedHeaders(stored).map(([name, value]) => [name, redactText(value, search)]);
  return {
    learn: (values) => {
      if (values.every((value) => known.has(value))) return;
      for (const value of values) known.add(value);
      searchKnown = createSecretSearch(namedSecrets([...known]));
    },
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

/** Each with a name, the longest first. */
function namedSecrets(secrets: readonly string[]) {
  return secrets
    .map((value, index) => ({ name: `secret ${index + 1}`, value: value.trim() }))
    .filter(({ value }) => value.length >= shortestSecret)
    .sort((a, b) => b.value.length - a.value.length);
}

function namesOf(found: readonly string[]): readonly string[] {
  return [...new Set(found.flatMap((name) => name.split(", ")))].sort();
}
