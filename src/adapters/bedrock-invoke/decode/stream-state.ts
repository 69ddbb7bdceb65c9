import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Finish } from "../../../chat/reply.js";
import { closedEnvelope, type Envelope } from "./envelope.js";
import { noUsage, type UsageSources } from "./usage-counts.js";

/** One part of the reply, found again by the wire's own key (a block index, a call index, a member's name). */
export type Block = {
  readonly part: number;
  readonly kind: "text" | "reasoning" | "refusal" | "tool-call";
  /** The id of a tool call, once it is known. */
  readonly id: string | null;
  readonly ended: boolean;
};

/** An error that a record carries in place of, or after, content. `type` is the service's word for it. */
export type InnerError = { readonly type: string; readonly message: string };

/** What every family remembers between two records of a stream. */
export type StreamState = {
  readonly parts: number;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly envelope: Envelope;
  readonly usage: UsageSources;
  readonly finish: Finish | null;
  /** The family's terminal record has arrived whole. */
  readonly terminal: boolean;
  /** A member that the family's replies must have was seen; without any, the body is not what the API promises. */
  readonly recognised: boolean;
  readonly error: InnerError | null;
  /** The provider's id and model were told. */
  readonly informed: boolean;
  /** Ids of the notes given so far: each is given once. */
  readonly noted: ReadonlySet<string>;
};

export const freshState: StreamState = {
  parts: 0,
  blocks: new Map(),
  envelope: closedEnvelope,
  usage: noUsage,
  finish: null,
  terminal: false,
  recognised: false,
  error: null,
  informed: false,
  noted: new Set(),
};

/** A state being moved on by one record, and the events that come of it. Lives within one step. */
export type Draft = { state: StreamState; readonly events: ChatEvent[] };

export type Step = { readonly state: StreamState; readonly events: readonly ChatEvent[] };

/** Runs one record over a state: pure from outside. */
export function stepWith(state: StreamState, read: (draft: Draft) => void): Step {
  const draft: Draft = { state, events: [] };
  read(draft);
  return draft;
}

/** Changes members of the draft's state. */
export function update(draft: Draft, changes: Partial<StreamState>): void {
  draft.state = { ...draft.state, ...changes };
}

/** Something seen that is no failure; the same id is noted once a reply. */
export function note(draft: Draft, id: string, message: string): void {
  if (draft.state.noted.has(id)) return;
  update(draft, { noted: new Set([...draft.state.noted, id]) });
  draft.events.push({ kind: "note", note: { id, message } });
}

/** The reason to stop. The first one counts; another one is noted. */
export function finishWith(draft: Draft, finish: Finish): void {
  const earlier = draft.state.finish;
  if (earlier !== null) {
    note(draft, "finish-repeated", `finish ${String(finish.raw)} after ${String(earlier.raw)}`);
    return;
  }
  update(draft, { finish });
  draft.events.push({ kind: "finish", finish });
}

/** The provider's id and model of the reply; told once, with the first record that has either. */
export function addInfo(draft: Draft, id: string | null, model: string | null): void {
  if (draft.state.informed || (id === null && model === null)) return;
  update(draft, { informed: true });
  draft.events.push({ kind: "reply-info", id, model, upstream: null });
}

/** An error in place of a reply, or in the middle of one; the first one counts. */
export function failWith(draft: Draft, error: InnerError): void {
  if (draft.state.error === null) update(draft, { error });
}

/** `amazon-bedrock-guardrailAction` stands beside any family's members. */
export function noteGuardrail(draft: Draft, body: JsonObject): void {
  if (body["amazon-bedrock-guardrailAction"] === "INTERVENED") {
    note(draft, "guardrail-intervened", "amazon-bedrock-guardrailAction is INTERVENED");
  }
}
