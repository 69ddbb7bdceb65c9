import type { OpenAiError } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import type { ReplyIdentity } from "../../adapters/openai-chat/server/encode-reply/identity.js";
import { sseText } from "../../adapters/openai-chat/server/encode-stream/sse-text.js";
import {
  type Draft,
  draftOf,
  type StreamItem,
  startEncodeStream,
} from "../../adapters/openai-chat/server/encode-stream/state.js";
import { restartReply, writeEvent, writeText } from "../../adapters/openai-chat/server/encode-stream.js";
import type { ChatEvent } from "../../chat/event.js";
import { plainText } from "./answer-headers.js";
import { contextOf, redactedError } from "./error-answer.js";
import { modelPrefix } from "./model-prefix.js";
import type { Router } from "./router.js";

/** Turns the events of a reply, or of several in turn, into server-sent events of one stream. */
export class StreamWriter {
  private readonly router: Router;
  // One draft for the whole stream: copying it at each step would double the cost of the step.
  private readonly draft: Draft;
  private model: string;
  private prefix = "";

  /** `identity`: what all chunks have, whichever model goes on. */
  constructor(router: Router, identity: ReplyIdentity, includeUsage: boolean) {
    this.router = router;
    this.model = identity.model;
    const asked = contextOf(router, { model: identity.model, streaming: true });
    this.draft = draftOf(startEncodeStream({ identity, includeUsage, asked }));
  }

  /** Another reply goes on in place of the one so far. */
  restart(model: string): void {
    this.model = model;
    restartReply(this.draft, contextOf(this.router, { model, streaming: true }));
  }

  /** Puts the name of the model before the text that follows. */
  showModel(): void {
    this.prefix = modelPrefix(this.model);
  }

  /** The server-sent events for an event; "": it sends nothing. */
  write(event: ChatEvent): string {
    const { draft, prefix, router } = this;
    const plain = event.kind === "text-delta" && prefix === "" ? writeText(draft, event.text) : null;
    if (plain !== null) return plain;
    const isFirstText = prefix !== "" && event.kind === "text-delta" && event.text.trim() !== "";
    writeEvent(draft, isFirstText ? { ...event, text: prefix + event.text } : event);
    if (isFirstText) this.prefix = "";
    let text = "";
    // A loop: for a function that refers to the router, every call would allocate, also those for text, which end above.
    for (const item of draft.items) text += itemText(item, router);
    draft.items.length = 0;
    draft.warnings.length = 0;
    return text;
  }

  /** Ends the stream with an error, which no finish follows. */
  end(error: OpenAiError): string {
    this.draft.ended = true;
    return errorText(error, this.router);
  }
}

/** An error as the last event of a stream. */
export function errorText(error: OpenAiError, router: Router): string {
  const body = redactedError({ error }, router);
  return sseText({ kind: "error", error: { status: 200, headers: [], body } }) + sseText({ kind: "done" });
}

/** One item of a stream as SSE. The status has been sent by then, so an error is an event. */
function itemText(item: StreamItem, router: Router): string {
  if (item.kind === "chunk" || item.kind === "done") return sseText(item);
  const body = redactedError(item.error.body, router);
  const text = sseText({ kind: "error", error: { ...item.error, body } });
  return item.kind === "refusal" ? text + sseText({ kind: "done" }) : text;
}

/** A comment, which clients skip. Its text is cut to one line of ASCII. */
export function commentText(text: string): string {
  return `: llm-parity ${plainText(text)}\n\n`;
}
