import type { JsonValue } from "../../../../chat/json.js";
import type { Finish, Usage, Warning } from "../../../../chat/reply.js";
import type { StreamOpening } from "../../../door.js";
import type { SaidBeside } from "../encode-reply/stop.js";

/** What of a part is written when its block ends, or before it can begin. */
type Part = { readonly part: number; isWritten: boolean; isEnded: boolean };

/** A part of the reply. `isWritten`: a block of it has begun. */
export type OpenPart =
  | (Part & { readonly kind: "text" | "refusal" })
  | (Part & {
      readonly kind: "reasoning";
      readonly field: string | null;
      signature: string | null;
      redacted: string | null;
      details: readonly JsonValue[] | null;
    })
  | (Part & {
      readonly kind: "tool-call";
      /** Its place among the calls of the reply. */
      readonly index: number;
      id: string | null;
      name: string | null;
      /** Arguments that came before the id and the name. */
      held: string;
      /** All of its arguments so far. */
      given: string;
    })
  | (Part & { readonly kind: "other"; readonly raw: JsonValue });

/** A piece that waits for the end of another part's block. */
export type Waiting = { readonly open: OpenPart; readonly pieces: string[] };

/** All that a stream keeps between two events. It changes in place, since a copy at each event would double its cost. */
export type Draft = {
  readonly opening: StreamOpening;
  asked: StreamOpening["asked"];
  /** The id and the upstream that the provider states; without effect once the message has begun. */
  id: string | null;
  upstream: string | null;
  begun: boolean;
  ended: boolean;
  /** How many blocks have begun. */
  blocks: number;
  parts: Map<number, OpenPart>;
  /** The part whose block is open, or which is to be the next one; null: none is. */
  live: OpenPart | null;
  /** The parts behind it, in the order in which they began. */
  waiting: Waiting[];
  /** An event of text in the open block, split into what comes before and after the text; null: no text block is open. */
  textFrame: readonly [before: string, after: string] | null;
  said: SaidBeside;
  calls: number;
  hasText: boolean;
  finish: Finish | null;
  usage: Usage | null;
  /** Events that are not sent yet. */
  out: string;
  warnings: Warning[];
};

/** A stream of which nothing is written. */
export function startDraft(opening: StreamOpening): Draft {
  const { asked } = opening;
  return {
    opening,
    asked,
    id: null,
    upstream: null,
    begun: false,
    ended: false,
    blocks: 0,
    out: "",
    warnings: [],
    ...freshReply(),
  };
}

/** What belongs to one reply of a stream: another one begins without it. */
export function freshReply(): Pick<
  Draft,
  "parts" | "live" | "waiting" | "textFrame" | "said" | "calls" | "hasText" | "finish" | "usage"
> {
  return {
    parts: new Map(),
    live: null,
    waiting: [],
    textFrame: null,
    calls: 0,
    hasText: false,
    said: { calls: false, refusal: null },
    finish: null,
    usage: null,
  };
}
