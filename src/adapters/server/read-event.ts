import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { countingFinish } from "../../chat/finish-of.js";
import type { Finish, Usage } from "../../chat/reply.js";

/**
 * What every stream holds back until the end of the reply. `awaitsLogprobs`: log probabilities were asked for, and neither they nor a
 * word about them has come; absent: the API has none.
 */
type Held = { finish: Finish | null; usage: Usage | null; awaitsLogprobs?: boolean };

/** Log probabilities: of some tokens, or what they are in all. */
export type ScoreEvent = Extract<ChatEvent, { kind: "logprobs-piece" | "logprobs" }>;

/** What an API does with the events of a reply. `info`: the reply's id and upstream. */
export type EventReader<Draft> = {
  readonly info: (draft: Draft, event: Extract<ChatEvent, { kind: "reply-info" }>) => void;
  readonly content: (draft: Draft, event: Extract<ChatEvent, { part: number }>) => void;
  /** Absent: the API has no place for log probabilities. */
  readonly scores?: (draft: Draft, event: ScoreEvent) => void;
  readonly end: (draft: Draft) => void;
  readonly fail: (draft: Draft, failure: ChatFailure) => void;
};

/**
 * Gives an event of a reply to an API's writer. Finish and usage are held, so that nothing follows them. Warnings are the router's to
 * say, in headers and comments.
 */
export function readEvent<Draft extends Held>(draft: Draft, event: ChatEvent, reader: EventReader<Draft>): void {
  switch (event.kind) {
    case "warning":
      if (event.warning.field === "logprobs") draft.awaitsLogprobs = false;
      return;
    case "note":
    case "reply-start":
      return;
    case "logprobs":
    case "logprobs-piece":
      draft.awaitsLogprobs = false;
      reader.scores?.(draft, event);
      return;
    case "reply-info":
      reader.info(draft, event);
      return;
    case "finish":
      draft.finish = countingFinish(draft.finish, event.finish);
      return;
    case "usage":
      draft.usage = event.usage;
      return;
    case "reply-end":
      reader.end(draft);
      return;
    case "reply-failed":
      reader.fail(draft, event.failure);
      return;
    default:
      reader.content(draft, event);
  }
}

/** Keeps the id and the upstream of a reply for an API that says them. A later event without one leaves it as it was. */
export function keepInfo(
  draft: { id: string | null; upstream: string | null },
  { id, upstream }: Extract<ChatEvent, { kind: "reply-info" }>,
): void {
  draft.id = id ?? draft.id;
  draft.upstream = upstream ?? draft.upstream;
}
