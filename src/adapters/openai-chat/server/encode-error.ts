import { apis } from "../../../chat/api.js";
import type { ChatFailure } from "../../../chat/failure.js";
import type { WireHeaders } from "../../../wire/exchange.js";
import { hintFor } from "../../errors/failure-hints.js";
import type { ErrorBody } from "./encode-error/envelope.js";
import { paramOf } from "./encode-error/param.js";
import { quotable } from "./encode-error/quote.js";
import type { ErrorContext } from "./encode-error/row.js";
import { errorRows } from "./encode-error/rows.js";

/** A failure as a response: its status, the headers that go with it, and OpenAI's envelope. */
export type EncodedError = { readonly status: number; readonly headers: WireHeaders; readonly body: ErrorBody };

/**
 * A failed call as a client of the server gets it: what failed, what to do, and the provider's own words where they are
 * about the request. No stack, path, key, host or account of the server's side stands in it: what a connection said is
 * never quoted, and what a service said is cleaned.
 */
export function encodeError(failure: ChatFailure, context: ErrorContext): EncodedError {
  const { status, type, code, retry } = errorRows[failure.kind];
  return {
    status,
    headers: [...retryAfter(failure.retryAfterMs), ...(retry ? [] : ([["x-should-retry", "false"]] as const))],
    body: { error: { message: messageOf(failure, context), type, code, param: paramOf(failure) } },
  };
}

function messageOf(failure: ChatFailure, context: ErrorContext): string {
  const row = errorRows[failure.kind];
  const said = row.quotes ? quotable(failure.message) : null;
  const steps = [...exactHint(failure), ...row.steps(context)];
  const quote = said === null ? "" : ` ${failure.phase === "local" ? "It was not sent" : "The provider said"}: ${said}`;
  return `${row.says(context)}${quote}${list(failure.kind === "credentials" ? "Configure credentials using one of" : "Try", steps)}`;
}

/** The hint of a rule for exactly this refusal; the general ones are for the suite, and the rows say them for the router. */
function exactHint({ kind, hint }: ChatFailure): readonly string[] {
  const general = [hintFor(kind), ...apis.map((api) => hintFor(kind, api))];
  return hint.trim() === "" || general.includes(hint) ? [] : [hint];
}

function list(heading: string, steps: readonly string[]): string {
  if (steps.length === 0) return "";
  return `\n${heading}:\n${steps.map((step, index) => `${index + 1}. ${step}`).join("\n")}`;
}

/** In whole seconds, rounded up, as HTTP has it, and in milliseconds, which OpenAI's clients read first. */
function retryAfter(waitMs: number | null): WireHeaders {
  if (waitMs === null) return [];
  return [
    ["retry-after", String(Math.ceil(waitMs / 1000))],
    ["retry-after-ms", String(Math.ceil(waitMs))],
  ];
}
