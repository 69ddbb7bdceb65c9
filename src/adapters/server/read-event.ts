import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { countingFinish } from "../../chat/finish-of.js";
import type { Finish, Usage } from "../../chat/reply.js";

/** What every stream holds back until the end of the reply. */
type Held = { finish: Finish | null; usage: Usage | null };

/** What an API does with the events of a reply. `info`: the reply's id and upstream. */
export type EventReader<Draft> = {
  readonly info: (draft: Draft, event: Extract<ChatEvent, { kind: "reply-info" }>) => void;
  readonly content: (draft: Draft, event: Extract<ChatEvent, { part: number }>) => void;
  readonly end: (draft: Draft) => void;
  readonly fail: (draft: Draft, failure: ChatFailure) => void;
};

/**
 * Gives an event of a reply to an API's writer. Finish and usage are held, so that nothing follows them. Warnings and log probabilities
 * are the router's to say, in headers and comments.
 */
export function readEvent<Draft extends Held>(draft: Draft, event: ChatEvent, reader: EventReader<Draft>): void {
  switch (event.kind) {
    case "warning":
    case "note":
    case "reply-start":
    case "logprobs":
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
