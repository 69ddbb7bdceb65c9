import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { AssistantPart, Message } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { NativeCallId, Source } from "../../../chat/target.js";
import type { FactorId } from "./factor-ids.js";

/**
 * One request as it was asked. `warnings`: what the adapter changed or left out. `minted`: the call ids of the service's own earlier
 * replies in the same conversation. `extra`: the body's members of the provider, those of the target included.
 */
export type Asked = {
  readonly request: ChatRequest;
  readonly warnings: readonly Warning[];
  readonly minted: ReadonlySet<string>;
  readonly extra: JsonObject;
};

/** One thing in which two requests of the same question can differ. */
export type Factor = {
  readonly id: FactorId;
  /** What differs, for a sentence: `the form of the tool-call ids`. */
  readonly name: string;
  /** The value on the wire; null: the request has nothing of the kind. */
  readonly read: (asked: Asked) => string | null;
  /** True: each API writes it in its own way, so that a difference between two APIs may come from the API alone. */
  readonly isTranslated?: true;
  /** A documented rule that this value breaks: the request has to change, whatever the model does. Absent: every value is within the documents. */
  readonly breaks?: (value: string | null) => (Source & { readonly rule: string }) | null;
  /** How to ask the other value, in words or with the scenario that does, for a missing control; null: it is not a control worth asking for where it is missing. */
  readonly flip: (value: string | null, model: ModelFacts) => Flip | string | null;
};

/** The other value in words; `scenario`: the shipped one that asks `response-after-tool` so; absent: none does. */
export type Flip = { readonly way: string; readonly scenario?: string };

/** What is known of a model at a place, for the controls that depend on it. */
export type ModelFacts = { readonly nativeCallId: NativeCallId | null };

/** The parts of the assistant's turns in the history. */
export function historyParts({ messages }: ChatRequest): readonly AssistantPart[] {
  return messages.flatMap((message: Message) => (message.role === "assistant" ? message.parts : []));
}

/** A member of the body as a text; null: absent. */
export function memberText(extra: JsonObject, name: string): string | null {
  const value: JsonValue | undefined = extra[name];
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** True where the history has a tool call. */
export function hasCalls(request: ChatRequest): boolean {
  return historyParts(request).some(({ kind }) => kind === "tool-call");
}
