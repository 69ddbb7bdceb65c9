import type { JsonObject } from "../../../../chat/json.js";
import type { PathOf } from "../client-words.js";

/** The model and the service behind a failed request, as far as a client may know them. */
export type ErrorContext = {
  /** The model under the name that the client knows; null: none was chosen. */
  readonly model: string | null;
  readonly region: string | null;
  /** `bedrock` has texts of its own, which users of the original router know. */
  readonly service: "bedrock" | "openai-compatible";
  /** The client's body, in whose words an error names a member; absent: the names of a chat request stand. */
  readonly request?: JsonObject;
  /** The words of the client's API; absent: those of Chat Completions. */
  readonly pathOf?: PathOf;
};

/** A step that helps. `unless`: it is left out where the exact hint of a failure, which matches this, says it already. */
export type Step = string | { readonly say: string; readonly unless: RegExp };

/** How a failure of one kind is reported to a client. */
export type ErrorRow = {
  readonly status: number;
  readonly type: string;
  /** OpenAI's code where it has one, because clients branch on it. */
  readonly code: string;
  readonly summary: (context: ErrorContext) => string;
  /** The summary where the router itself found the fault, and no provider was asked; absent: the same. */
  readonly unsent?: string;
  /** What to do, the most promising step first; empty when nothing helps. */
  readonly steps: (context: ErrorContext) => readonly Step[];
  /** True when the service's own message is about the request and helps its author. It is cleaned before it is quoted. */
  readonly quotes: boolean;
  /** False when a retry cannot help, even if a client would retry on the status. */
  readonly retry: boolean;
};

type ErrorText = Pick<ErrorRow, "summary" | "steps" | "unsent">;

/** A row for a failure caused by the request: the service's message is quoted. */
export function request(status: number, code: string, text: ErrorText): ErrorRow {
  return { status, type: "invalid_request_error", code, ...text, quotes: true, retry: true };
}

/** A row for a failure of the service or the server: its message is for the operator, and may name accounts and hosts. */
export function serverSide(status: number, type: string, text: ErrorText & Pick<ErrorRow, "code">): ErrorRow {
  return { status, type, ...text, quotes: false, retry: true };
}

/** The model's name in the middle of a sentence. */
export function named(model: string | null): string {
  return model === null ? "the model" : `model '${model.slice(0, 200)}'`;
}

/** The model's name at the beginning of a sentence. */
export function sentence(model: string | null): string {
  const words = named(model);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
