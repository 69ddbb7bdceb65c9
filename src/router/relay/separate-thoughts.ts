import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import { type Segment, ThoughtSplitter } from "./thought-splitter.js";

type Step = IteratorResult<ChatEvent, undefined>;
type PartEvent = Extract<ChatEvent, { part: number }>;

/**
 * The events of a reply with the reasoning that its text begins with (`<think>…</think>`) as reasoning. For models of which it is known
 * (`quirks.thoughtsInText`); blanks between the reasoning and the text are left out.
 */
export function separateThoughts(source: ChatEvents): ChatEvents {
  return new Separated(source);
}

/** A text part of the source, and the part that it is being sent as; null: nothing of it was sent. */
type OpenText = { readonly splitter: ThoughtSplitter; sentAs: { part: number; isThought: boolean } | null };

class Separated implements ChatEvents {
  private readonly source: ChatEvents;
  /** Parts are numbered anew, because one text may become several. */
  private readonly parts = new Map<number, number>();
  private readonly texts = new Map<number, OpenText>();
  private nextPart = 0;
  private queue: ChatEvent[] = [];

  constructor(source: ChatEvents) {
    this.source = source;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  ready(): ChatEvent | null {
    while (this.queue.length === 0) {
      const event = this.source.ready();
      if (event === null) return null;
      this.take(event);
    }
    return this.queue.shift() ?? null;
  }

  async next(): Promise<Step> {
    for (;;) {
      const value = this.ready();
      if (value !== null) return { done: false, value };
      const step = await this.source.next();
      if (step.done === true) return { done: true, value: undefined };
      this.take(step.value);
    }
  }

  async return(): Promise<Step> {
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  private take(event: ChatEvent): void {
    if (event.kind === "reply-end" || event.kind === "reply-failed") {
      for (const text of this.texts.values()) this.finish(text, event.kind === "reply-end");
      this.texts.clear();
    }
    if (event.kind === "logprobs-piece") this.queue.push({ ...event, part: this.scoredPart(event.part) });
    else if ("part" in event) this.takePart(event);
    else this.queue.push(event);
  }

  /** What a text is being sent as when log probabilities of it come; null: nothing of it was sent. */
  private scoredPart(part: number | null): number | null {
    if (part === null) return null;
    const text = this.texts.get(part);
    return text === undefined ? this.partOf(part) : (text.sentAs?.part ?? null);
  }

  private takePart(event: PartEvent): void {
    const text = this.texts.get(event.part);
    if (event.kind === "text-start") this.texts.set(event.part, { splitter: new ThoughtSplitter(), sentAs: null });
    else if (text === undefined) this.queue.push({ ...event, part: this.partOf(event.part) });
    else if (event.kind === "text-delta") this.send(text, text.splitter.add(event.text));
    else if (event.kind === "part-end") {
      this.finish(text, true);
      this.texts.delete(event.part);
    }
  }

  private partOf(part: number): number {
    const known = this.parts.get(part) ?? this.nextPart;
    if (!this.parts.has(part)) this.nextPart += 1;
    this.parts.set(part, known);
    return known;
  }

  private send(text: OpenText, segments: readonly Segment[]): void {
    for (const segment of segments) {
      const isAfterThought = text.sentAs?.isThought === true && !segment.isThought;
      const words = isAfterThought ? segment.text.trimStart() : segment.text;
      if (words === "") continue;
      const part = this.partFor(text, segment.isThought);
      this.queue.push({ kind: segment.isThought ? "reasoning-delta" : "text-delta", part, text: words });
    }
  }

  /** Sends what is left of a text. `isWhole`: it has ended, and is not cut off. */
  private finish(text: OpenText, isWhole: boolean): void {
    this.send(text, text.splitter.end());
    const part = text.sentAs === null ? this.partFor(text, false) : text.sentAs.part;
    if (isWhole) this.queue.push({ kind: "part-end", part });
  }

  private partFor(text: OpenText, isThought: boolean): number {
    if (text.sentAs?.isThought === isThought) return text.sentAs.part;
    if (text.sentAs !== null) this.queue.push({ kind: "part-end", part: text.sentAs.part });
    const part = this.nextPart;
    this.nextPart += 1;
    text.sentAs = { part, isThought };
    this.queue.push(isThought ? { kind: "reasoning-start", part, field: null } : { kind: "text-start", part });
    return part;
  }
}
