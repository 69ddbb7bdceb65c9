import type { ChatEvent } from "../../../../chat/event.js";
import type { JsonValue } from "../../../../chat/json.js";
import type { AssistantPart, WireMembers } from "../../../../chat/message.js";
import type { Finish, TokenLogprob, Usage, Warning } from "../../../../chat/reply.js";
import type { StreamOpening } from "../../../door.js";
import type { ReasoningMark } from "../encode-reply/items.js";
import { asksLogprobs } from "../encode-reply/scores.js";
import { type OfferedTool, offeredTools } from "../offered-tools.js";

/** A part of the reply whose item has not ended. It is changed in place: a copy at each event would double its cost. */
export type OpenPart = {
  readonly part: number;
  readonly kind: Exclude<AssistantPart["kind"], "cache-point">;
  /** Text of a text, a refusal or reasoning, or the arguments of a call; null: none came. */
  text: string | null;
  /** The end of the text that was not sent yet. It is kept apart: to cut it off the text would copy all of it for each delta. */
  unsent: string;
  /** True once any of the text was sent. */
  isSaid: boolean;
  /** The place of its item in the output; null: the client knows nothing of it. */
  index: number | null;
  /** The id of its item; null: no event has needed it. */
  itemId: string | null;
  isEnded: boolean;
  id: string | null;
  name: string | null;
  wire: WireMembers | null;
  field: string | null;
  signature: string | null;
  redacted: string | null;
  details: readonly JsonValue[] | null;
  raw: JsonValue;
  mark: ReasoningMark | null;
  /** The log probabilities of a text, and how many of them were sent. */
  tokens: readonly TokenLogprob[];
  sentTokens: number;
  /** What comes before the number and the text of a text event; null: the item has not begun, or is no text. */
  frame: string | null;
};

/** What a stream remembers between two events. */
export type Draft = {
  readonly opening: Omit<StreamOpening, "asked">;
  readonly tools: readonly OfferedTool[];
  asked: StreamOpening["asked"];
  /** The number of the next event. */
  sequence: number;
  isBegun: boolean;
  isEnded: boolean;
  /** The items that have ended, as JSON. */
  output: string[];
  /** What each response of the stream repeats, as JSON; null: none was sent. */
  echo: string | null;
  /** The parts whose items have not ended, in the order in which their items are written. Only the first can have begun. */
  queue: OpenPart[];
  /** Parts that have not ended, but whose items have, since another part went on: more of them needs another item. */
  readonly left: Map<number, OpenPart>;
  /** Those of them of which more came than their items have. */
  readonly grown: Set<number>;
  /** A text that stayed blank; null: none did. */
  blank: OpenPart | null;
  /** Log probabilities were asked for, and neither they nor a word about them has come. */
  awaitsLogprobs: boolean;
  /** Log probabilities whose text has not begun. */
  tokens: readonly TokenLogprob[];
  finish: Finish | null;
  usage: Usage | null;
  /** What is to be sent. */
  text: string;
  warnings: Warning[];
};

/** The state before the first event. */
export function startDraft(opening: StreamOpening): Draft {
  return {
    opening,
    tools: offeredTools(opening.body["tools"]),
    asked: opening.asked,
    sequence: 0,
    isBegun: false,
    isEnded: false,
    output: [],
    echo: null,
    queue: [],
    left: new Map(),
    grown: new Set(),
    blank: null,
    awaitsLogprobs: asksLogprobs(opening.body),
    tokens: [],
    finish: null,
    usage: null,
    text: "",
    warnings: [],
  };
}

type Begin = Pick<OpenPart, "part" | "kind"> &
  Partial<Pick<OpenPart, "text" | "id" | "name" | "wire" | "field" | "raw">>;

/** A part of which nothing was sent. */
export function newPart({
  part,
  kind,
  text = null,
  id = null,
  name = null,
  wire = null,
  field = null,
  raw = null,
}: Begin): OpenPart {
  return {
    part,
    kind,
    text,
    unsent: text ?? "",
    isSaid: false,
    index: null,
    itemId: null,
    isEnded: false,
    id,
    name,
    wire,
    field,
    signature: null,
    redacted: null,
    details: null,
    raw,
    mark: null,
    tokens: [],
    sentTokens: 0,
    frame: null,
  };
}

/** The part as a reply has it. */
export function partOf(open: OpenPart): AssistantPart {
  const { kind, text, wire } = open;
  const kept = wire === null ? {} : { wire };
  switch (kind) {
    case "text":
      return { kind, text: text ?? "", ...kept };
    case "refusal":
      return { kind, text: text ?? "" };
    case "reasoning": {
      const { signature, redacted, details, field } = open;
      return { kind, text, signature, redacted, details, field };
    }
    case "tool-call":
      return { kind, id: open.id, name: open.name, argumentsText: text, ...kept };
    case "other":
      return { kind, raw: open.raw };
  }
}

/** The event of a part, by its kind. */
export type Of<Kind extends ChatEvent["kind"]> = Extract<ChatEvent, { kind: Kind }>;
