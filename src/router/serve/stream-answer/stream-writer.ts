import type { DoorStream } from "../../../adapters/door.js";
import type { OpenAiError } from "../../../adapters/openai-chat/server/encode-error/envelope.js";
import type { ErrorContext } from "../../../adapters/openai-chat/server/encode-error/row.js";
import type { ChatEvent } from "../../../chat/event.js";
import type { Warning } from "../../../chat/reply.js";
import { plainText } from "../answer-headers.js";
import { modelPrefix } from "../model-prefix.js";

/** Writes the events of a reply, or of several in turn, into one stream, with the model's name before the text where that is wanted. */
export class StreamWriter {
  private readonly stream: DoorStream;
  private readonly say: (warnings: readonly Warning[]) => string;
  private prefix = "";

  /** `say`: a comment with what the stream could not carry over; it stands before the events that it is about. */
  constructor(stream: DoorStream, say: (warnings: readonly Warning[]) => string) {
    this.stream = stream;
    this.say = say;
  }

  /** Another reply goes on in place of the one so far. Returns what there is to say about that one. */
  restart(asked: ErrorContext): string {
    this.stream.restart(asked);
    return this.withWarnings("");
  }

  /** Puts the name of the model before the text that follows. */
  showModel(model: string): void {
    this.prefix = modelPrefix(model);
  }

  /** The server-sent events for an event; "": it sends nothing. */
  write(event: ChatEvent): string {
    // Text loses nothing: what the end of a part before it lost is said with the next event.
    if (event.kind !== "text-delta") return this.withWarnings(this.stream.write(event));
    const { prefix } = this;
    if (prefix === "" || event.text.trim() === "") return this.stream.write(event);
    this.prefix = "";
    return this.stream.write({ ...event, text: prefix + event.text });
  }

  /** Ends the stream with an error, which no finish follows. */
  end(error: OpenAiError): string {
    return this.withWarnings(this.stream.end(error));
  }

  private withWarnings(text: string): string {
    const warnings = this.stream.takeWarnings();
    return warnings.length === 0 ? text : this.say(warnings) + text;
  }
}

/** A comment, which clients skip. Its text is cut to one line of ASCII. */
export function commentText(text: string): string {
  return `: llm-parity ${plainText(text)}\n\n`;
}
