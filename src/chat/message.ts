import type { JsonObject, JsonValue } from "./json.js";

/** Visible text; `""` is a blank text part that was on the wire. */
export type TextPart = { readonly kind: "text"; readonly text: string; readonly wire?: WireMembers };

/**
 * The `type` of the wire's own part, and its members that have no place here, such as the `phase` of a message of Responses. Only an
 * API that has the type sends them back. Absent: there are none.
 */
export type WireMembers = JsonObject;

/** An image, as bytes or as a link for the service to fetch. */
export type ImagePart = { readonly kind: "image"; readonly source: MediaSource };

/** A document such as a PDF; `name` is what the service shows the model. */
export type DocumentPart = { readonly kind: "document"; readonly source: MediaSource; readonly name: string | null };

/** Where the bytes of an image or document come from; `mediaType` as in HTTP, e.g. `image/png`. */
export type MediaSource =
  | { readonly kind: "bytes"; readonly mediaType: string; readonly base64: string }
  | { readonly kind: "url"; readonly url: string };

/** JSON given to the model as data, in a tool result only. */
export type JsonPart = { readonly kind: "json"; readonly value: JsonValue };

/**
 * A prompt-cache boundary after the part before it; `ttl` is the service's word (`5m`, `1h`). At the end of a tool result it stands after the
 * whole result, which is the same prompt.
 */
export type CachePointPart = { readonly kind: "cache-point"; readonly ttl: string | null };

/**
 * The model's reasoning.
 * `text` null: none was shown. `signature` and `redacted` are opaque and replayed unchanged.
 * `details` is the provider's own structure (OpenRouter `reasoning_details`), null when none was sent;
 * an empty array is meaningful and kept. `field` is the wire member that carried it
 * (`reasoning`, `reasoning_content`, `reasoningContent`, `<reasoning>` for a tag inside the text; `reasoning-item`: `details` are
 * the items of the Responses API).
 */
export type ReasoningPart = {
  readonly kind: "reasoning";
  readonly text: string | null;
  readonly signature: string | null;
  readonly redacted: string | null;
  readonly details: readonly JsonValue[] | null;
  readonly field: string | null;
};

/**
 * A tool call of the assistant.
 * `id` null: the provider sent none (a finding; we never invent one). `name` likewise.
 * `argumentsText` is the JSON text as sent, unparsed; null: absent, `""`: sent empty.
 * Where the wire carries a JSON document (Converse), it is that document, serialised.
 */
export type ToolCallPart = {
  readonly kind: "tool-call";
  readonly id: string | null;
  readonly name: string | null;
  readonly argumentsText: string | null;
  readonly wire?: WireMembers;
};

/** A refusal that the provider keeps apart from text (OpenAI `refusal`). */
export type RefusalPart = { readonly kind: "refusal"; readonly text: string };

/** A part of the wire that we have no type for, kept whole so that nothing is lost. */
export type OtherPart = { readonly kind: "other"; readonly raw: JsonValue };

export type SystemPart = TextPart | CachePointPart;
export type UserPart = TextPart | ImagePart | DocumentPart | CachePointPart;
export type ToolResultPart = TextPart | JsonPart | ImagePart | DocumentPart | CachePointPart;
export type AssistantPart = TextPart | ReasoningPart | ToolCallPart | RefusalPart | CachePointPart | OtherPart;

export type SystemMessage = {
  readonly role: "system" | "developer";
  readonly parts: readonly SystemPart[];
  readonly name: string | null;
};

export type UserMessage = { readonly role: "user"; readonly parts: readonly UserPart[]; readonly name: string | null };

/** `parts: []` is a message without content (OpenAI `content: null`, Converse `content: []`). */
export type AssistantMessage = {
  readonly role: "assistant";
  readonly parts: readonly AssistantPart[];
  readonly name: string | null;
};

/** The result of one tool call. `status` null: not stated. `toolName` null: unknown. */
export type ToolMessage = {
  readonly role: "tool";
  readonly toolCallId: string | null;
  readonly toolName: string | null;
  readonly parts: readonly ToolResultPart[];
  readonly status: "success" | "error" | null;
};

/** One message of a conversation. Messages keep their order and are never merged here. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;
