import type { DoorStream } from "../../../adapters/door.js";
import type { OpenAiError } from "../../../adapters/openai-chat/server/encode-error/envelope.js";
import type { ErrorContext } from "../../../adapters/openai-chat/server/encode-error/row.js";
import type { ChatEvent } from "../../../chat/event.js";
import { plainText } from "../answer-headers.js";
import { modelPrefix } from "../model-prefix.js";

/** Writes the events of a reply, or of several in turn, into one stream, with the model's name before the text where that is wanted. */
export class StreamWriter {
  private readonly stream: DoorStream;
  private prefix = "";

  constructor(stream: DoorStream) {
    this.stream = stream;
  }

  /** Another reply goes on in place of the one so far. */
  restart(asked: ErrorContext): void {
    this.stream.restart(asked);
  }

  /** Puts the name of the model before the text that follows. */
  showModel(model: string): void {
    this.prefix = modelPrefix(model);
  }

  /** The server-sent events for an event; "": it sends nothing. */
  write(event: ChatEvent): string {
    const { prefix } = this;
    if (prefix === "" || event.kind !== "text-delta" || event.text.trim() === "") return this.stream.write(event);
    this.prefix = "";
    return this.stream.write({ ...event, text: prefix + event.text });
  }

  /** Ends the stream with an error, which no finish follows. */
  end(error: OpenAiError): string {
    return this.stream.end(error);
  }
}

/** A comment, which clients skip. Its text is cut to one line of ASCII. */
export function commentText(text: string): string {
  return `: llm-parity ${plainText(text)}\n\n`;
}
