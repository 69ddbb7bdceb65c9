import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import type { Finish } from "../../chat/reply.js";
import { type BlockOrder, nothingBegun, type OrderStep } from "../bedrock/block-order.js";
import { type LogprobsSoFar, logprobsOf } from "../logprobs.js";
import { type OtherChoice, otherChoicesNote } from "../other-choices.js";
import { closedEnvelope, type Envelope } from "./envelope.js";
import { isCountText } from "./read-json.js";
import { noUsage, type UsageSources } from "./usage-counts.js";
import { usageOddity } from "./usage-form.js";

/** One part of the reply, stored under the wire's own key (a block index, a call index, a member's name). */
export type Block = {
  readonly part: number;
  readonly kind: "text" | "reasoning" | "refusal" | "tool-call";
  /** The id, the name and the arguments so far of a tool call. */
  readonly id: string | null;
  readonly name: string | null;
  readonly argumentsText: string;
  readonly ended: boolean;
  /** True once a signature of its reasoning came, or reasoning that is hidden and needs none. */
  readonly signed: boolean;
};

/** The provider's id, model and upstream of the reply. */
export type Info = { readonly id: string | null; readonly model: string | null; readonly upstream?: string | null };

/** An error in a record in place of, or after, content. `type` is the service's own. */
export type InnerError = { readonly type: string | null; readonly message: string };

/** A block of a kind without a type of ours, while it arrives. `json`: the pieces of its `input` so far; null: none came. */
export type HeldBlock = { readonly part: number; readonly raw: JsonObject; readonly json: string | null };

/** The state of the decoder between two records, shared by every family. */
export type StreamState = {
  readonly parts: number;
  readonly blocks: ReadonlyMap<string, Block>;
  /** Blocks that are kept as they are, until they end. */
  readonly held: ReadonlyMap<string, HeldBlock>;
  /** The blocks of reasoning whose signature has arrived. */
  readonly signed: ReadonlySet<string>;
  /** The order of message and blocks; null for a body without them, and before their first event. */
  readonly order: BlockOrder | null;
  readonly envelope: Envelope;
  readonly usage: UsageSources;
  readonly finish: Finish | null;
  /** True once the family's terminal record has arrived whole. */
  readonly terminal: boolean;
  /** True once a required member of the family's replies has arrived. Without one the body does not follow the API. */
  readonly recognised: boolean;
  readonly error: InnerError | null;
  /** What `reply-info` said; null: it has not been emitted. */
  readonly info: Info | null;
  /** Ids of the notes emitted so far, or id and message where each message counts. */
  readonly noted: ReadonlySet<string>;
  /** The choices that are not read. */
  readonly otherChoices: readonly OtherChoice[];
  readonly logprobs: LogprobsSoFar | null;
};

export const freshState: StreamState = {
  parts: 0,
  blocks: new Map(),
  held: new Map(),
  signed: new Set(),
  order: null,
  envelope: closedEnvelope,
  usage: noUsage,
  finish: null,
  terminal: false,
  recognised: false,
  error: null,
  info: null,
  noted: new Set(),
  otherChoices: [],
  logprobs: null,
};

/** The state that one record changes, and the events that it emits. It exists only within one step. */
export type Draft = { state: StreamState; readonly events: ChatEvent[] };

export type Step = { readonly state: StreamState; readonly events: readonly ChatEvent[] };

/** Runs `change` on a draft of the state, so that the step is pure to its caller. */
export function stepWith(state: StreamState, read: (draft: Draft) => void): Step {
  const draft: Draft = { state, events: [] };
  read(draft);
  return draft;
}

/** Changes members of the draft's state. */
export function update(draft: Draft, changes: Partial<StreamState>): void {
  draft.state = { ...draft.state, ...changes };
}

/** Emits a note, once for each id. */
export function note(draft: Draft, id: string, message: string): void {
  if (draft.state.noted.has(id)) return;
  update(draft, { noted: new Set([...draft.state.noted, id]) });
  draft.events.push({ kind: "note", note: { id, message } });
}

/** Follows the order of message and blocks by one event. `fresh`: the order before the first one. */
export function follow(draft: Draft, event: (order: BlockOrder) => OrderStep, fresh = nothingBegun): void {
  const { order, notes } = event(draft.state.order ?? fresh);
  if (order !== draft.state.order) update(draft, { order });
  for (const { id, message } of notes) note(draft, id, message);
}

/** Notes token counts that came as text, or under another API's names. `odd`: those names. */
export function noteUsageForm(draft: Draft, usage: JsonObject, odd: readonly string[] = []): void {
  const names = odd.filter((name) => usage[name] !== undefined);
  const texts = Object.keys(usage).filter((name) => isCountText(usage[name]));
  const oddity = usageOddity({ texts, names });
  if (oddity !== null) note(draft, "usage-form", oddity);
}

/** Notes the choices that were not read, once the reply is over. */
export function noteOtherChoices(draft: Draft): void {
  const message = otherChoicesNote(draft.state.otherChoices);
  if (message !== null) note(draft, "extra-choices", message);
}

/** Emits the log probabilities, once the reply is over. */
export function emitLogprobs(draft: Draft): void {
  const logprobs = logprobsOf(draft.state.logprobs);
  if (logprobs !== null) draft.events.push({ kind: "logprobs", logprobs });
}

/** Notes a block of a kind that is not read, by its path in the body. At most 20 are noted. */
export function noteBlock(draft: Draft, path: string, kind: string): void {
  noteEach(draft, "unknown-block", `${path} (${kind}) is of a kind that is not read, and kept unchanged`);
}

/** Notes a member that is not read, by its path in the body. At most 20 are noted. */
export function noteUnread(draft: Draft, path: string): void {
  noteEach(draft, "unknown-field", `the reply has a member that is not read: ${path}`);
}

/** Emits a note, once for each message. */
function noteEach(draft: Draft, id: string, message: string): void {
  const key = `${id} ${message}`;
  const { noted } = draft.state;
  if (noted.has(key) || [...noted].filter((one) => one.startsWith(`${id} `)).length >= 20) return;
  update(draft, { noted: new Set([...noted, key]) });
  draft.events.push({ kind: "note", note: { id, message } });
}

/** Records the finish. The first one counts; another one is a note. */
export function finishWith(draft: Draft, finish: Finish): void {
  const earlier = draft.state.finish;
  if (earlier !== null) {
    note(draft, "finish-repeated", `finish ${String(finish.raw)} after ${String(earlier.raw)}`);
    return;
  }
  update(draft, { finish });
  draft.events.push({ kind: "finish", finish });
}

/** Emits the provider's id, model and upstream of the reply once, with the first record that has one of them. */
export function addInfo(draft: Draft, info: Info): void {
  if (draft.state.info === null) changeInfo(draft, info);
}

/** Emits them again, where a later record has others: the latest count. */
export function changeInfo(draft: Draft, info: Info): void {
  const { id, model, upstream = null } = info;
  if (id === null && model === null && upstream === null) return;
  const known = draft.state.info;
  if (known !== null && (id ?? known.id) === known.id && (model ?? known.model) === known.model) return;
  if (known !== null) note(draft, "identity-changed", `${wordsOf(known)}, then ${wordsOf(info)}`);
  update(draft, { info });
  draft.events.push({ kind: "reply-info", id, model, upstream });
}

function wordsOf({ id, model }: Info): string {
  return `id ${JSON.stringify(id)} of ${JSON.stringify(model)}`;
}

/** Records an error in place of a reply or in the middle of one; the first one counts. */
export function failWith(draft: Draft, error: InnerError): void {
  if (draft.state.error === null) update(draft, { error });
}

/** Notes a guardrail's intervention: `amazon-bedrock-guardrailAction` can be beside the members of any family. */
export function noteGuardrail(draft: Draft, body: JsonObject): void {
  if (body["amazon-bedrock-guardrailAction"] === "INTERVENED") {
    note(draft, "guardrail-intervened", "amazon-bedrock-guardrailAction is INTERVENED");
  }
}
