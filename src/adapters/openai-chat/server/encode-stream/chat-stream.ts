import type { ChatEvent } from "../../../../chat/event.js";
import type { Warning } from "../../../../chat/reply.js";
import type { DoorStream, StreamOpening } from "../../../door.js";
import { takeWarnings } from "../../../server/take-warnings.js";
import type { OpenAiError } from "../encode-error/envelope.js";
import type { ErrorContext } from "../encode-error/row.js";
import type { ReplyIdentity } from "../encode-reply/identity.js";
import { asksLogprobs } from "../encode-reply/scores.js";
import { restartReply, writeEvent, writeText } from "../encode-stream.js";
import { includesUsage } from "../read-request.js";
import { chunkText } from "./chunk.js";
import { sseText } from "./sse-text.js";
import { type Draft, draftOf, type StreamItem, startEncodeStream } from "./state.js";

/** The identity of a completion that answers the request of this id. */
export function completionIdentity({ id, createdSeconds, model }: ReplyIdentity): ReplyIdentity {
  return { id: `chatcmpl-${id}`, createdSeconds, model };
}

/** A stream of chunks. An error is an event with OpenAI's envelope, then `[DONE]`. */
export class ChatStream implements DoorStream {
  // One draft for the whole stream: copying it at each step would double the cost of the step.
  private readonly draft: Draft;
  private readonly redact: StreamOpening["redact"];

  constructor({ identity, body, asked, redact }: StreamOpening) {
    const options = { includeUsage: includesUsage(body), asksLogprobs: asksLogprobs(body) };
    this.draft = draftOf(startEncodeStream({ identity: completionIdentity(identity), ...options, asked }));
    this.redact = redact;
  }

  restart(asked: ErrorContext): void {
    restartReply(this.draft, asked);
  }

  write(event: ChatEvent): string {
    const { draft, redact } = this;
    const plain = event.kind === "text-delta" ? writeText(draft, event.text) : null;
    if (plain !== null) return plain;
    writeEvent(draft, event);
    let text = "";
    // A loop: for a function that refers to `redact`, every call would allocate, also those for text, which end above.
    for (const item of draft.items) {
      text += item.kind === "chunk" ? chunkText(draft, item.chunk) : itemText(item, redact);
    }
    draft.items.length = 0;
    return text;
  }

  end(error: OpenAiError): string {
    this.draft.ended = true;
    return errorText(this.redact(error)) + sseText({ kind: "done" });
  }

  takeWarnings(): readonly Warning[] {
    return takeWarnings(this.draft);
  }
}

/** One item of a stream as SSE. The status has been sent by then, so an error is an event. */
function itemText(item: Exclude<StreamItem, { kind: "chunk" }>, redact: StreamOpening["redact"]): string {
  if (item.kind === "done") return sseText(item);
  const text = errorText(redact(item.error.body.error));
  return item.kind === "refusal" ? text + sseText({ kind: "done" }) : text;
}

function errorText(error: OpenAiError): string {
  return sseText({ kind: "error", error: { status: 200, headers: [], body: { error } } });
}
