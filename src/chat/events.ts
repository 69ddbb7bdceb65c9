import type { ChatEvent, ChatEvents } from "./event.js";

type Told = IteratorResult<ChatEvent, undefined>;
const over: Told = { done: true, value: undefined };

/** Events of any kind as {@link ChatEvents}: of those that cannot say what is there, nothing ever is. */
export function asChatEvents(events: AsyncIterable<ChatEvent>): ChatEvents {
  return "ready" in events ? (events as ChatEvents) : new Foreign(events[Symbol.asyncIterator]());
}

/** The event of a step; null: there is none any more. */
export function eventOf(step: IteratorResult<ChatEvent>): ChatEvent | null {
  return step.done === true ? null : step.value;
}

/** Events that are all there. */
export function burst(events: readonly ChatEvent[]): ChatEvents {
  return new Burst(events);
}

/** What is told first, then the events of a source. */
export function toldBefore(told: readonly ChatEvent[], source: ChatEvents): ChatEvents {
  return told.length === 0 ? source : new ToldBefore(told, source);
}

/** The events of a source that is opened at the first question. Should opening fail, `failed` says the only event. */
export function lateEvents(open: () => Promise<ChatEvents>, failed: (error: unknown) => ChatEvent): ChatEvents {
  return new Late(open, failed);
}

/**
 * Classes and no generators, whose waiting costs more than an event; and no object literals, of which one with a member of a computed
 * name costs as much again (Node 20.20, 2026-11).
 */
abstract class Events implements ChatEvents {
  abstract ready(): ChatEvent | null;
  abstract next(): Promise<Told>;
  abstract return(): Promise<Told>;
  [Symbol.asyncIterator](): this {
    return this;
  }
}

class Foreign extends Events {
  private readonly source: AsyncIterator<ChatEvent>;

  constructor(source: AsyncIterator<ChatEvent>) {
    super();
    this.source = source;
  }

  ready(): null {
    return null;
  }

  next(): Promise<Told> {
    return this.source.next();
  }

  async return(): Promise<Told> {
    await this.source.return?.();
    return over;
  }
}

class Burst extends Events {
  private readonly events: readonly ChatEvent[];
  private at = 0;

  constructor(events: readonly ChatEvent[]) {
    super();
    this.events = events;
  }

  ready(): ChatEvent | null {
    const event = this.events[this.at] ?? null;
    this.at += 1;
    return event;
  }

  next(): Promise<Told> {
    const value = this.ready();
    return Promise.resolve(value === null ? over : { done: false, value });
  }

  return(): Promise<Told> {
    this.at = this.events.length;
    return Promise.resolve(over);
  }
}

class ToldBefore extends Events {
  private readonly told: readonly ChatEvent[];
  private readonly source: ChatEvents;
  private at = 0;

  constructor(told: readonly ChatEvent[], source: ChatEvents) {
    super();
    this.told = told;
    this.source = source;
  }

  ready(): ChatEvent | null {
    const event = this.told[this.at];
    if (event === undefined) return this.source.ready();
    this.at += 1;
    return event;
  }

  next(): Promise<Told> {
    const value = this.at < this.told.length ? this.ready() : null;
    return value === null ? this.source.next() : Promise.resolve({ done: false, value });
  }

  async return(): Promise<Told> {
    this.at = this.told.length;
    await this.source.return?.();
    return over;
  }
}

class Late extends Events {
  /** Null once it was called: what it holds, a request and all, is not held as long as the events come. */
  private open: (() => Promise<ChatEvents>) | null;
  private readonly failed: (error: unknown) => ChatEvent;
  private source: ChatEvents | null = null;
  private opening: Promise<ChatEvents> | null = null;
  private hasLeft = false;

  constructor(open: () => Promise<ChatEvents>, failed: (error: unknown) => ChatEvent) {
    super();
    this.open = open;
    this.failed = failed;
  }

  ready(): ChatEvent | null {
    return this.source === null || this.hasLeft ? null : this.source.ready();
  }

  next(): Promise<Told> {
    if (this.hasLeft) return Promise.resolve(over);
    return this.source === null ? this.first() : this.source.next();
  }

  async return(): Promise<Told> {
    this.hasLeft = true;
    // What was never asked for is never opened.
    if (this.opening !== null) await (await this.opening).return?.();
    return over;
  }

  private first(): Promise<Told> {
    const { open } = this;
    if (open !== null) this.opening = open().then(this.keep, this.keepFailure);
    this.open = null;
    return this.opening === null ? Promise.resolve(over) : this.opening.then(nextIn);
  }

  private readonly keep = (events: ChatEvents): ChatEvents => {
    this.source = events;
    return events;
  };

  private readonly keepFailure = (error: unknown): ChatEvents => this.keep(new Burst([this.failed(error)]));
}

function nextIn(events: ChatEvents): Promise<Told> {
  return events.next();
}
