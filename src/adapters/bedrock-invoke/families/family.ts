import type { FailureKind } from "../../../chat/failure.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { type Aliases, noAliases, type Policy } from "../../adapter.js";
import type { Draft } from "../../draft/stream-state.js";

/** The supported body families of InvokeModel. `target.quirks.family` selects one. */
export type FamilyId =
  | "anthropic"
  | "moonshot"
  | "mistral-chat"
  | "mistral-text"
  | "llama"
  | "deepseek-r1"
  | "deepseek-v3"
  | "titan"
  | "nova"
  | "gpt-oss"
  | "cohere"
  | "ai21";

export type FamilyOptions = { readonly target: Target; readonly policy: Policy };

export type FamilyBody = {
  readonly kind: "body";
  readonly body: JsonObject;
  readonly warnings: readonly Warning[];
  readonly aliases: Aliases;
};

/**
 * The family's body cannot express the request.
 * `refused`: under `repair`, because the service would refuse it. `unsupported`: under both policies, because the body has
 * no member for it and the rest would be a different question.
 */
export type FamilyRefusal = {
  readonly kind: "refused" | "unsupported";
  readonly failure: FailureKind;
  readonly field: string;
  readonly message: string;
};

/** A decoded body. It has no `model`, which is in the path. */
export type DecodedBody = { readonly request: Omit<ChatRequest, "model">; readonly warnings: readonly Warning[] };

/**
 * One body family: how to write a request, and how to read a whole reply and one record of a stream.
 * Readers write into the draft and never throw on a member that is missing or of another type.
 * `readRecord` sets `terminal` on the record that ends the reply; each family's file names that record.
 */
export type Family = {
  readonly id: FamilyId;
  /** The formats of a reply, beside text, that a member of the body asks for. */
  readonly formats: readonly ("json-object" | "json-schema")[];
  readonly encode: (request: ChatRequest, options: FamilyOptions) => FamilyBody | FamilyRefusal;
  readonly readReply: (draft: Draft, body: JsonObject) => void;
  readonly readRecord: (draft: Draft, record: JsonObject) => void;
  /** Follows the order of message and blocks by one record, before it is read. Absent: the family's streams have no blocks. */
  readonly followOrder?: (draft: Draft, record: JsonObject) => void;
  /** Runs after the last record, even when the stream broke: emits what was held back. */
  readonly close: (draft: Draft) => void;
  readonly decodeRequest: (body: JsonObject) => DecodedBody;
};

export function familyBody(body: JsonObject, warnings: readonly Warning[], aliases: Aliases = noAliases): FamilyBody {
  return { kind: "body", body, warnings, aliases };
}

export function refused(field: string, message: string, failure: FailureKind = "invalid-request"): FamilyRefusal {
  return { kind: "refused", failure, field, message };
}

export function unsupported(field: string, message: string, failure: FailureKind): FamilyRefusal {
  return { kind: "unsupported", failure, field, message };
}

/** True for a refusal, false for a piece of a body (no body member is called `failure`). */
export function isRefusal(value: object | null): value is FamilyRefusal {
  return value !== null && "failure" in value;
}
