import type { ChatEvent } from "../../chat/event.js";
import type { Finish } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import { isBlank } from "../../verdict/compare-text.js";
import { hasTools, type NoAnswer, noAnswerIn } from "./blank-text.js";
import { endsByLimit, isAnswerBesideText } from "./opening.js";

/** A text beyond this many characters is read from there on back. */
const maxText = 1_000_000;

/** A channel of gpt-oss may begin so. */
const channelBeginning = /^\s*a/;

/**
 * Reads a reply on its way to the client, and says at its end whether it was an answer after all: reasoning whose opening tag is
 * missing, or words before a call that the model wrote as text, cannot be seen before.
 */
export class LateGuard {
  private readonly request: ChatRequest;
  /** True while the text can only be an answer or blank, so that it need not be kept. */
  private isPlain: boolean;
  private isSaid = false;
  private pieces: string[] = [];
  private isAnswer = false;

  constructor(request: ChatRequest) {
    this.request = request;
    this.isPlain = !hasTools(request);
  }

  addText(text: string): void {
    // Nearly every text of a stream ends here, at the cost of the search alone.
    if (this.isPlain && this.isSaid && !text.includes("<")) return;
    if (this.isAnswer || (this.isPlain && this.staysPlain(text))) return;
    this.pieces.push(text);
    // Joined now and then: thousands of small strings take more memory than the text itself.
    if (this.pieces.length >= 256) this.pieces = [this.pieces.join("").slice(-maxText)];
  }

  /** Takes an event that is no text. */
  add(event: ChatEvent): void {
    this.isAnswer ||= isAnswerBesideText(event);
  }

  /** Why the reply, with its finish, was no answer; null: it was one. */
  end(finish: Finish | null): NoAnswer | null {
    if (this.isAnswer || endsByLimit(finish)) return null;
    if (this.isPlain) return this.isSaid ? null : "nothing";
    return noAnswerIn(this.pieces.join(""), this.request);
  }

  /** Reasoning needs a tag, or a channel at the beginning. Of the text before a tag, only whether there is some matters. */
  private staysPlain(text: string): boolean {
    const begins = !this.isSaid && !isBlank(text);
    this.isPlain = !text.includes("<") && !(begins && channelBeginning.test(text));
    if (!this.isPlain && this.isSaid) this.pieces.push("…");
    this.isSaid ||= begins;
    return this.isPlain;
  }
}
