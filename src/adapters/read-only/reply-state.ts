import type { ChatEvent } from "../../chat/event.js";
import { countingFinish } from "../../chat/finish-of.js";
import type { JsonValue } from "../../chat/json.js";
import type { Finish, Usage } from "../../chat/reply.js";
import { newPart, noteEach } from "../draft-notes.js";

/** A part of the reply that has begun and may still grow. */
type OpenPart = { readonly kind: "text" | "reasoning" | "tool-call"; readonly part: number };

/**
 * A reply as far as it has been read. `terminal`: what ends it has arrived whole. `open`: its open parts by the reader's own keys.
 * `own`: what only one API keeps.
 */
export type ReplyState<Own> = {
  readonly status: number;
  readonly requestId: string | null;
  /** The note about a body of another shape than was requested; null: it has that shape. */
  readonly otherShape: string | null;
  readonly started: boolean;
  readonly ended: boolean;
  readonly terminal: boolean;
  readonly id: string | null;
  readonly model: string | null;
  readonly nextPart: number;
  readonly open: ReadonlyMap<string, OpenPart>;
  readonly finish: Finish | null;
  readonly finishWords: readonly string[];
  readonly usage: Usage | null;
  readonly noted: readonly string[];
  readonly own: Own;
};

/** A mutable copy of a state, with the events that its changes emit. */
export type ReplyDraft<Own> = { -readonly [Name in keyof ReplyState<Own>]: ReplyState<Own>[Name] } & {
  events: ChatEvent[];
};

/** The next state, and the events of one step. */
export type Step<Own> = { readonly state: ReplyState<Own>; readonly events: readonly ChatEvent[] };

export type ReplyStart = Pick<ReplyState<unknown>, "status" | "requestId" | "otherShape">;

/** The state before anything was read. */
export function startReply<Own>(start: ReplyStart, own: Own): ReplyState<Own> {
  return {
    ...start,
    started: false,
    ended: false,
    terminal: false,
    id: null,
    model: null,
    nextPart: 0,
    open: new Map(),
    finish: null,
    finishWords: [],
    usage: null,
    noted: [],
    own,
  };
}

/** Runs a change on a copy of the state. */
export function stepOf<Own>(state: ReplyState<Own>, change: (draft: ReplyDraft<Own>) => void): Step<Own> {
  const draft: ReplyDraft<Own> = { ...state, events: [] };
  change(draft);
  const { events, ...next } = draft;
  return { state: next, events };
}

/** Takes in the id and the model that an event states; null states nothing. Another id than before is noted. */
export function addInfo<Own>(
  draft: ReplyDraft<Own>,
  { id, model }: { readonly id: string | null; readonly model: string | null },
): void {
  for (const [name, now, before] of [["id", id, draft.id] as const, ["model", model, draft.model] as const]) {
    if (now !== null && before !== null && now !== before)
      noteEach(draft, "identity-changed", `the ${name} changed from ${before} to ${now}`);
  }
  if ((id === null || id === draft.id) && (model === null || model === draft.model)) return;
  draft.id = id ?? draft.id;
  draft.model = model ?? draft.model;
  draft.events.push({ kind: "reply-info", id, model, upstream: null });
}

/** The open part with a key, which begins here if it is not open. `start`: its first event. */
export function openPart<Own>(
  draft: ReplyDraft<Own>,
  { key, kind }: { readonly key: string; readonly kind: OpenPart["kind"] },
  start: (part: number) => ChatEvent,
): number {
  const known = draft.open.get(key);
  if (known?.kind === kind) return known.part;
  if (known !== undefined) closePart(draft, key);
  const part = newPart(draft);
  draft.open = new Map(draft.open).set(key, { kind, part });
  draft.events.push(start(part));
  return part;
}

export function addText<Own>(draft: ReplyDraft<Own>, key: string, text: string): void {
  const part = openPart(draft, { key, kind: "text" }, (begun) => ({ kind: "text-start", part: begun }));
  if (text !== "") draft.events.push({ kind: "text-delta", part, text });
}

/** Adds to the reasoning with a key. `text` null: none is shown. `field`: the member of the wire. */
export function addReasoning<Own>(
  draft: ReplyDraft<Own>,
  key: string,
  {
    text,
    signature,
    field,
  }: { readonly text: string | null; readonly signature: string | null; readonly field: string },
): void {
  const start = (part: number): ChatEvent => ({ kind: "reasoning-start", part, field });
  const part = openPart(draft, { key, kind: "reasoning" }, start);
  if (text !== null) draft.events.push({ kind: "reasoning-delta", part, text });
  if (signature !== null) draft.events.push({ kind: "reasoning-signature", part, signature });
}

/** Adds a part that the vocabulary has no type for, as it came. */
export function addOther<Own>(draft: ReplyDraft<Own>, raw: JsonValue): void {
  const part = newPart(draft);
  draft.events.push({ kind: "other-part", part, raw }, { kind: "part-end", part });
}

export function closePart<Own>(draft: ReplyDraft<Own>, key: string): void {
  const open = draft.open.get(key);
  if (open === undefined) return;
  const rest = new Map(draft.open);
  rest.delete(key);
  draft.open = rest;
  draft.events.push({ kind: "part-end", part: open.part });
}

export function closeParts<Own>(draft: ReplyDraft<Own>): void {
  for (const key of draft.open.keys()) closePart(draft, key);
}

/** Takes in a finish; one that comes again counts where it says more. */
export function addFinish<Own>(draft: ReplyDraft<Own>, finish: Finish): void {
  draft.finishWords = [...draft.finishWords, finish.raw ?? ""];
  const before = draft.finish;
  draft.finish = countingFinish(before, finish);
  if (draft.finish !== before) draft.events.push({ kind: "finish", finish });
}

/** Takes in token counts; the last ones count. */
export function addUsage<Own>(draft: ReplyDraft<Own>, usage: Usage): void {
  if (JSON.stringify(usage) === JSON.stringify(draft.usage)) return;
  draft.usage = usage;
  draft.events.push({ kind: "usage", usage });
}
