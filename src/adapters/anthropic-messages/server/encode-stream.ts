import type { ChatFailure } from "../../../chat/failure.js";
import type { DoorStream, StreamOpening } from "../../door.js";
import type { OpenAiError } from "../../openai-chat/server/encode-error/envelope.js";
import { encodeError } from "../../openai-chat/server/encode-error.js";
import { generationFailure } from "../../openai-chat/server/encode-reply/finish.js";
import { type EventReader, keepInfo, readEvent } from "../../server/read-event.js";
import { takeWarnings } from "../../server/take-warnings.js";
import { errorEvent } from "./encode-error.js";
import { textBlock } from "./encode-reply/content.js";
import { encodeStop } from "./encode-reply/stop.js";
import { encodeUsage } from "./encode-reply/usage.js";
import { beginBlock, beginMessage, endBlock } from "./encode-stream/blocks.js";
import { finishParts } from "./encode-stream/line-up.js";
import { readContent } from "./encode-stream/read-content.js";
import { sseText } from "./encode-stream/sse-text.js";
import { type Draft, freshReply, startDraft } from "./encode-stream/state.js";
import { giveUpPart } from "./encode-stream/write-part.js";

/**
 * Opens a stream of the API: `message_start`, the blocks one after another, `message_delta` with stop reason and counts, `message_stop`.
 * Finish and usage are held until the end of the reply. A reply that fails ends with `event: error`, and nothing follows it.
 */
export function openStream(opening: StreamOpening): DoorStream {
  const draft = startDraft(opening);
  return {
    restart: (asked) => restartReply(draft, asked),
    write: (event) => {
      if (draft.ended) return "";
      if (event.kind === "text-delta") {
        const plain = plainText(draft, event.part, event.text);
        if (plain !== null) return plain;
      }
      readEvent(draft, event, reader);
      return taken(draft);
    },
    end: (error) => {
      if (draft.ended) return "";
      failReply(draft, error);
      return taken(draft);
    },
    takeWarnings: () => takeWarnings(draft),
  };
}

function taken(draft: Draft): string {
  const { out } = draft;
  draft.out = "";
  return out;
}

/** A piece of text for the block that is open, from the frame that all its pieces share; null: it is not that simple. */
function plainText(draft: Draft, part: number, text: string): string | null {
  const { live } = draft;
  if (live === null || live.part !== part || live.kind !== "text" || !live.isWritten || text === "") return null;
  if (draft.out !== "") return null;
  draft.textFrame ??= textFrame(draft.blocks - 1);
  return draft.textFrame[0] + JSON.stringify(text) + draft.textFrame[1];
}

const hole = '"text":""';

function textFrame(index: number): readonly [string, string] {
  const whole = sseText({ type: "content_block_delta", index, delta: { type: "text_delta", text: "" } });
  const afterHole = whole.lastIndexOf(hole) + hole.length;
  return [whole.slice(0, afterHole - 2), whole.slice(afterHole)];
}

/** The open block of the reply so far ends, and another reply goes on behind it: the message has one id and one model. */
function restartReply(draft: Draft, asked: Draft["asked"]): void {
  if (draft.live !== null) giveUpPart(draft, draft.live);
  Object.assign(draft, freshReply(), { asked });
  if (draft.begun) return;
  draft.out = "";
  draft.id = null;
  draft.upstream = null;
}

const reader: EventReader<Draft> = { info: keepInfo, content: readContent, end: endReply, fail: failWith };

function endReply(draft: Draft): void {
  const failure = generationFailure(draft.finish, { status: null, requestId: null });
  if (failure !== null) {
    failWith(draft, failure);
    return;
  }
  finishParts(draft);
  beginMessage(draft);
  if (draft.blocks === 0 && draft.hasText) {
    beginBlock(draft, textBlock(""));
    endBlock(draft);
  }
  const stop = { ...encodeStop(draft.finish, draft.said, draft.warnings), container: null };
  draft.out += sseText({ type: "message_delta", delta: stop, usage: encodeUsage(draft.usage, draft.warnings) });
  draft.out += sseText({ type: "message_stop" });
  draft.ended = true;
}

function failWith(draft: Draft, failure: ChatFailure): void {
  failReply(draft, encodeError(failure, draft.asked).body.error);
}

function failReply(draft: Draft, error: OpenAiError): void {
  draft.out += sseText({ type: "error", ...errorEvent(draft.opening.redact(error)) });
  draft.ended = true;
}
