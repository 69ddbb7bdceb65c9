import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import type { Note } from "../../chat/reply.js";
import { missingAtEnd } from "../bedrock/block-order.js";
import { unsignedNote } from "../unsigned-reasoning.js";
import { decodeFinish } from "./decode/finish.js";
import { noteOnce, stepDelta, stepStart, stepStop } from "./decode/stream-blocks.js";
import { stepOrder } from "./decode/stream-order.js";
import { after, note, type Step, type StreamState } from "./decode/stream-state.js";
import { modelInTrace } from "./decode/trace-model.js";
import { decodeUsage, type ReadUsage } from "./decode/usage.js";
import { objectOf, textOf, unknownMembers } from "./wire.js";

/** One event of a ConverseStream: its type (`messageStart`, …) and its payload. */
export type StreamEvent = { readonly type: string; readonly payload: JsonObject };

/**
 * Decodes one event: gives the next state and chat events. Pure. Text and reasoning start without an event of their
 * own; an empty delta keeps its part. The padding member `p` is ignored; any other unknown member is a note.
 *
 * @example
 * let state = startOfStream;
 * const read = step(state, { type: "contentBlockDelta", payload: { contentBlockIndex: 0, delta: { text: "Hi" } } });
 * read.events.map(({ kind }) => kind); // ["text-start", "text-delta"]
 * state = read.state;
 */
export function step(state: StreamState, { type, payload }: StreamEvent): Step {
  const kind = kinds.get(type);
  if (kind === undefined) return { state, events: [note("unknown-event", `an event of type ${type} is not read`)] };
  const late = state.finished && kind.late;
  const placed = late ? afterStop(state, type) : stepOrder(state, type, payload);
  const names = unknownMembers(payload, kind.members);
  const current = placed?.state ?? state;
  const before = placed?.events ?? none;
  if (names.length === 0) return after(before, kind.step(current, payload));
  const unknown = noteUnknown(current, type, names);
  return after(before, after(unknown.events, kind.step(unknown.state, payload)));
}

function afterStop(state: StreamState, type: string): Step {
  return { state, events: [note("event-after-finish", `${type} came after messageStop`)] };
}

const none: readonly ChatEvent[] = [];

/** The notes about what is missing after a clean end of the stream. */
export function notesAtEnd(state: StreamState): readonly ChatEvent[] {
  const missing = [...missingAtEnd(state.order), ...unsigned(state)].map(({ id, message }) => note(id, message));
  return state.metadata ? missing : [...missing, note("metadata-missing", "the stream ended without metadata")];
}

function unsigned({ signs, blocks }: StreamState): readonly Note[] {
  if (!signs) return [];
  const open = [...blocks].filter(
    ([, block]) => block.kind === "reasoning" && !block.signed && block.redacted === null,
  );
  return open.map(([index]) => unsignedNote(`block ${index}`));
}

type EventKind = {
  readonly members: ReadonlySet<string>;
  /** True for an event that must not follow messageStop. */
  readonly late: boolean;
  readonly step: (state: StreamState, payload: JsonObject) => Step;
};

const kinds: ReadonlyMap<string, EventKind> = new Map([
  ["messageStart", { members: new Set(["role", "p"]), late: true, step: stepMessageStart }],
  ["contentBlockStart", { members: new Set(["start", "contentBlockIndex", "p"]), late: true, step: stepStart }],
  ["contentBlockDelta", { members: new Set(["delta", "contentBlockIndex", "p"]), late: true, step: stepDelta }],
  ["contentBlockStop", { members: new Set(["contentBlockIndex", "p"]), late: true, step: stepStop }],
  [
    "messageStop",
    { members: new Set(["stopReason", "additionalModelResponseFields", "p"]), late: false, step: stepMessageStop },
  ],
  [
    "metadata",
    {
      members: new Set(["usage", "metrics", "trace", "performanceConfig", "serviceTier", "p"]),
      late: false,
      step: stepMetadata,
    },
  ],
]);

function noteUnknown(state: StreamState, type: string, names: readonly string[]): Step {
  return names.reduce<Step>(
    (before, name) => {
      const noted = noteOnce(before.state, "unknown-field", `${type} has a member ${name}, which is not read`);
      return { state: noted.state, events: [...before.events, ...noted.events] };
    },
    { state, events: [] },
  );
}

function stepMessageStart(state: StreamState, payload: JsonObject): Step {
  const role = textOf(payload, "role");
  return {
    state,
    events: role === "assistant" ? [] : [note("unexpected-role", `the message's role is ${role ?? "absent"}`)],
  };
}

function stepMessageStop(state: StreamState, payload: JsonObject): Step {
  const finish = decodeFinish(payload);
  if (state.finished) {
    return {
      state,
      events: [note("finish-repeated", `a second messageStop says ${finish?.raw ?? "nothing"}; the first counts`)],
    };
  }
  const event: ChatEvent =
    finish === null ? note("finish-missing", "messageStop has no stopReason") : { kind: "finish", finish };
  return { state: { ...state, finished: true }, events: [event] };
}

function eventsOf({ usage, oddity }: ReadUsage): readonly ChatEvent[] {
  const event: ChatEvent = { kind: "usage", usage };
  return oddity === null ? [event] : [event, note("usage-form", oddity)];
}

function stepMetadata(state: StreamState, payload: JsonObject): Step {
  const usage = objectOf(payload, "usage");
  const usageEvents = usage === null ? [note("usage-missing", "metadata has no usage")] : eventsOf(decodeUsage(usage));
  const repeated = state.metadata ? [note("metadata-repeated", "metadata came twice; the last counts")] : [];
  return { state: { ...state, metadata: true }, events: [...repeated, ...usageEvents, ...modelInTrace(payload)] };
}
