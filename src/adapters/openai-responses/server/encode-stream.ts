import type { ChatEvent } from "../../../chat/event.js";
import type { Warning } from "../../../chat/reply.js";
import type { DoorStream, StreamOpening } from "../../door.js";
import type { OpenAiError } from "../../openai-chat/server/encode-error/envelope.js";
import { type EventReader, readEvent } from "../../server/read-event.js";
import { takeWarnings } from "../../server/take-warnings.js";
import { readContent, readScores } from "./encode-stream/content.js";
import { endReply, endWithError, failReply, giveUpReply } from "./encode-stream/end.js";
import { type Draft, type Of, startDraft } from "./encode-stream/state.js";

/**
 * Encodes the events of a reply as the server-sent events of this API: `response.created` and `response.in_progress`, the items of the
 * output one after another, and one terminal event. Finish and usage are held until the end of the reply; text is never held back, unless
 * a call is open. A reply that fails ends with `error` and `response.failed`, and without a completed end.
 */
export class ResponsesStream implements DoorStream {
  private readonly draft: Draft;

  constructor(opening: StreamOpening) {
    this.draft = startDraft(opening);
  }

  restart(asked: StreamOpening["asked"]): void {
    giveUpReply(this.draft, asked);
  }

  write(event: ChatEvent): string {
    const { draft } = this;
    if (draft.isEnded) return "";
    const plain = event.kind === "text-delta" ? writeText(draft, event) : null;
    if (plain !== null) return plain;
    readEvent(draft, event, reader);
    return takeText(draft);
  }

  end(error: OpenAiError): string {
    if (!this.draft.isEnded) endWithError(this.draft, error);
    return takeText(this.draft);
  }

  takeWarnings(): readonly Warning[] {
    return takeWarnings(this.draft);
  }
}

/** A piece of text as an event, from the frame that all text events of its item share; null: the frame cannot be used. */
function writeText(draft: Draft, { part, text }: Of<"text-delta">): string | null {
  const [first] = draft.queue;
  if (first === undefined || first.part !== part || first.frame === null || text === "" || draft.text !== "")
    return null;
  if (first.tokens.length > first.sentTokens) return null;
  first.text += text;
  const event = `${first.frame}${draft.sequence},"delta":${JSON.stringify(text)}}\n\n`;
  draft.sequence += 1;
  return event;
}

const reader: EventReader<Draft> = {
  // The id of a response is the server's, and its model the one that the client knows.
  info: () => undefined,
  content: readContent,
  scores: readScores,
  end: endReply,
  fail: failReply,
};

function takeText(draft: Draft): string {
  const { text } = draft;
  draft.text = "";
  return text;
}
