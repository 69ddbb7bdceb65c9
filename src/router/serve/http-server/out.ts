import type { ServerResponse } from "node:http";
import type { Door } from "../../../adapters/door.js";
import type { JsonObject } from "../../../chat/json.js";
import type { ClientForm } from "../client-forms.js";
import { type Reason, refusalFor } from "../refusals.js";

/**
 * Where an answer is written. `headers`: its headers so far, names and values alternating, to be written with the status. Setting them
 * one by one would cost more than the rest of writing an answer (Node 20.20, 2026-11). `door`: the API in whose form errors are
 * written, and `id` that of the request. `form`: how this client reads answers, where it does not read them as the API has them.
 */
export type Out = {
  readonly response: ServerResponse;
  readonly headers: string[];
  readonly door: Door;
  readonly id: string;
  readonly form: ClientForm | null;
};

/** Refuses a request. */
export function refuse(out: Out, reason: Reason): void {
  const { status } = reason;
  const { headers, body } = refusalFor(reason);
  out.headers.push(...headers);
  writeJson(out, status, out.door.errorBody(body.error, { status, requestId: out.id }));
}

/** Writes an answer of JSON. */
export function writeJson(out: Out, status: number, body: JsonObject): void {
  const text = JSON.stringify(out.form === null ? body : out.form.body(body, status));
  const length = String(Buffer.byteLength(text));
  writeHead(out, status, ["content-type", "application/json; charset=utf-8", "content-length", length]).end(text);
}

/** Writes the status and all headers of an answer. */
export function writeHead({ response, headers }: Out, status: number, added: readonly string[]): ServerResponse {
  return response.writeHead(status, [...headers, ...added]);
}
