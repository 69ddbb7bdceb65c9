import { apis } from "../../../chat/api.js";
import type { ChatFailure } from "../../../chat/failure.js";
import type { WireHeaders } from "../../../wire/exchange.js";
import { hintFor } from "../../errors/failure-hints.js";
import type { ErrorBody } from "./encode-error/envelope.js";
import { localText, paramOf } from "./encode-error/param.js";
import { quotable } from "./encode-error/quote.js";
import type { ErrorContext, Step } from "./encode-error/row.js";
import { errorRows } from "./encode-error/rows.js";

/** A failure as an HTTP response: its status, its headers and OpenAI's error envelope. */
export type EncodedError = { readonly status: number; readonly headers: WireHeaders; readonly body: ErrorBody };

/**
 * Encodes a failed call for a client of the server: what failed, what to do, and the provider's own message where it is
 * about the request. It reveals no stack, path, key, host or account of the server: messages of the connection are never
 * quoted, and messages of a service are cleaned first.
 */
export function encodeError(failure: ChatFailure, context: ErrorContext): EncodedError {
  const { status, type, code, retry } = errorRows[failure.kind];
  return {
    status,
    headers: [...retryAfter(failure.retryAfterMs), ...(retry ? [] : ([["x-should-retry", "false"]] as const))],
    body: { error: { message: messageOf(failure, context), type, code, param: paramOf(failure, context) } },
  };
}

function messageOf(failure: ChatFailure, context: ErrorContext): string {
  const row = errorRows[failure.kind];
  const heading = failure.kind === "credentials" ? "Configure credentials using one of" : "Try";
  return `${said(failure, context)}${list(heading, stepsFor(failure, row.steps(context)))}`;
}

/** What happened: in the router's words, and for a fault of the request in those of the provider or of the adapter. */
function said(failure: ChatFailure, context: ErrorContext): string {
  const row = errorRows[failure.kind];
  const quoted = row.quotes
    ? quotable(failure.phase === "local" ? localText(failure, context) : failure.message)
    : null;
  if (quoted === null) return row.summary(context);
  if (failure.phase !== "local") return `${row.summary(context)} The provider said: ${quoted}`;
  return `${row.unsent ?? `${row.summary(context)} The request was not sent`}: ${quoted}`;
}

/** The exact hint first, and what it does not say already. */
function stepsFor(failure: ChatFailure, steps: readonly Step[]): readonly string[] {
  const exact = exactHint(failure);
  const others = steps.flatMap((step) => {
    if (typeof step === "string") return [step];
    return exact.some((hint) => step.unless.test(hint)) ? [] : [step.say];
  });
  return [...exact, ...others];
}

/** The hint of a rule for exactly this refusal. The general hints address users of the suite; the rows replace them here. */
function exactHint({ kind, hint }: ChatFailure): readonly string[] {
  const general = [hintFor(kind), ...apis.map((api) => hintFor(kind, api))];
  // Users of the suite know targets, a client knows models.
  return hint.trim() === "" || general.includes(hint) ? [] : [hint.replaceAll("this target", "this model")];
}

function list(heading: string, steps: readonly string[]): string {
  if (steps.length === 0) return "";
  return `\n${heading}:\n${steps.map((step, index) => `${index + 1}. ${step}`).join("\n")}`;
}

/** In whole seconds, rounded up, as HTTP requires, and in milliseconds, which OpenAI's clients read first. */
function retryAfter(waitMs: number | null): WireHeaders {
  if (waitMs === null) return [];
  return [
    ["retry-after", String(Math.ceil(waitMs / 1000))],
    ["retry-after-ms", String(Math.ceil(waitMs))],
  ];
}
