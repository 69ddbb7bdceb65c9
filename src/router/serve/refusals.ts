import { randomUUID } from "node:crypto";
import type { Door } from "../../adapters/door.js";
import type { OpenAiError } from "../../adapters/openai-chat/server/encode-error/envelope.js";

/** Why the router itself does not answer a request. `param`: the member of the request at fault; default: none. */
export type Reason = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly param?: string | null;
};

/** The type of an error and the headers with it, names and values alternating. */
type Kind = { readonly type: string; readonly headers: readonly string[] };

/**
 * What a client is told about the router's own refusals, by code; any other code is the request's fault. OpenAI's SDKs retry 408, 409,
 * 429 and every 5xx, unless `x-should-retry` says otherwise, and wait as `retry-after` says (openai 6.49.0, read 2026-11-28).
 */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ["invalid_api_key", { type: "authentication_error", headers: ["www-authenticate", "Bearer"] }],
  // Another router behind the same address may take the request, so the client must connect again.
  [
    "draining",
    { type: "server_error", headers: ["retry-after", "1", "x-should-retry", "true", "connection", "close"] },
  ],
  ["overloaded", { type: "server_error", headers: ["retry-after", "1", "x-should-retry", "true"] }],
  ["internal_error", { type: "server_error", headers: ["x-should-retry", "false"] }],
]);

const requestFault: Kind = { type: "invalid_request_error", headers: [] };

/** A refusal as it is sent: headers, names and values alternating, and OpenAI's error envelope, which other APIs put into their own. */
export function refusalFor({ code, message, param = null }: Reason): {
  readonly headers: readonly string[];
  readonly body: { readonly error: OpenAiError };
} {
  const { type, headers } = kinds.get(code) ?? requestFault;
  return { headers, body: { error: { message, type, param, code } } };
}

/** The router stops, and takes no further request. */
export const draining: Reason = { status: 503, code: "draining", message: "the router is shutting down" };

/** The limit of requests in progress is reached. */
export const overloaded: Reason = {
  status: 503,
  code: "overloaded",
  message: "too many requests are in progress; try again later",
};

/** A fault of the router: the log has its message, the client learns only that there was one. */
export const internalError: Reason = { status: 500, code: "internal_error", message: "the router itself failed" };

/** The error for a model that the configuration does not have. `names`: those that it has. */
export function unknownModel(asked: string, names: readonly string[]): Reason {
  const message = `there is no model ${JSON.stringify(asked.slice(0, 100))}; write auto, or one of: ${names.join(", ")}`;
  return { status: 404, code: "model_not_found", message, param: "model" };
}

/** A whole HTTP/1.1 response in the form of an API, for a socket that Node has no response object for. */
export function rawRefusal(reason: Reason, statusText: string, door: Pick<Door, "errorBody">): string {
  const { headers, body } = refusalFor(reason);
  const text = JSON.stringify(door.errorBody(body.error, { status: reason.status, requestId: randomUUID() }));
  const lines = ["content-type: application/json; charset=utf-8", `content-length: ${Buffer.byteLength(text)}`];
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index] !== "connection") lines.push(`${headers[index]}: ${headers[index + 1]}`);
  }
  return `HTTP/1.1 ${reason.status} ${statusText}\r\n${[...lines, "connection: close"].join("\r\n")}\r\n\r\n${text}`;
}
