import type { ChatEvent, ChatEvents } from "./event.js";

type Step = IteratorResult<ChatEvent, undefined>;
const done: Step = { done: true, value: undefined };

/** Any iterable of events as {@link ChatEvents}. If it has no `ready` of its own, `ready` always returns null. */
export function asChatEvents(events: AsyncIterable<ChatEvent>): ChatEvents {
  return "ready" in events ? (events as ChatEvents) : new Wrapped(events[Symbol.asyncIterator]());
}

/** The event of an iterator step; null at the end. */
export function eventOf(step: IteratorResult<ChatEvent>): ChatEvent | null {
  return step.done === true ? null : step.value;
}

/** Events that have all arrived: `ready` returns one after another, then null. */
export function burst(events: readonly ChatEvent[]): ChatEvents {
  return new Burst(events);
}

/** `leading`, then the events of `source`. Returns `source` itself when `leading` is empty. */
export function prependEvents(leading: readonly ChatEvent[], source: ChatEvents): ChatEvents {
  return leading.length === 0 ? source : new Prepended(leading, source);
}

/**
 * The events of a source that the first `next` opens. If `open` rejects, `failed` makes the only event. A reader that
 * leaves before the first `next` never opens the source.
 *
 * @example
 * const events = lazyEvents(openStream, (error) => ({ kind: "reply-failed", failure: toFailure(error) }));
 * for await (const event of events) folding.add(event);
 */
export function lazyEvents(open: () => Promise<ChatEvents>, failed: (error: unknown) => ChatEvent): ChatEvents {
  return new Lazy(open, failed);
}

/**
 * Classes, because each await in a generator costs more than the event itself, and an object literal with a computed
 * member name costs as much again (Node 20.20, 2026-11).
 */
abstract class Events implements ChatEvents {
  abstract ready(): ChatEvent | null;
  abstract next(): Promise<Step>;
  abstract return(): Promise<Step>;
  [Symbol.asyncIterator](): this {
    return this;
  }
}

class Wrapped extends Events {
  private readonly source: AsyncIterator<ChatEvent>;

  constructor(source: AsyncIterator<ChatEvent>) {
    super();
    this.source = source;
  }

  ready(): null {
    return null;
  }

  next(): Promise<Step> {
    return this.source.next();
  }

  async return(): Promise<Step> {
    await this.source.return?.();
    return done;
  }
}

class Burst extends Events {
  private readonly events: readonly ChatEvent[];
  private position = 0;

  constructor(events: readonly ChatEvent[]) {
    super();
    this.events = events;
  }

  ready(): ChatEvent | null {
    const event = this.events[this.position] ?? null;
    this.position += 1;
    return event;
  }

  next(): Promise<Step> {
    const value = this.ready();
    return Promise.resolve(value === null ? done : { done: false, value });
  }

  return(): Promise<Step> {
    this.position = this.events.length;
    return Promise.resolve(done);
  }
}

class Prepended extends Events {
  private readonly leading: readonly ChatEvent[];
  private readonly source: ChatEvents;
  private position = 0;

  constructor(leading: readonly ChatEvent[], source: ChatEvents) {
    super();
    this.leading = leading;
    this.source = source;
  }

  ready(): ChatEvent | null {
    const event = this.leading[this.position];
    if (event === undefined) return this.source.ready();
    this.position += 1;
    return event;
  }

  next(): Promise<Step> {
    const value = this.position < this.leading.length ? this.ready() : null;
    return value === null ? this.source.next() : Promise.resolve({ done: false, value });
  }

  return(): Promise<Step> {
    this.position = this.leading.length;
    return leave(this.source);
  }
}

class Lazy extends Events {
  /** Null after the call, so that its closure (the request among others) can be freed while events arrive. */
  private open: (() => Promise<ChatEvents>) | null;
  private readonly failed: (error: unknown) => ChatEvent;
  private source: ChatEvents | null = null;
  private opening: Promise<ChatEvents> | null = null;
  private isClosed = false;

  constructor(open: () => Promise<ChatEvents>, failed: (error: unknown) => ChatEvent) {
    super();
    this.open = open;
    this.failed = failed;
  }

  ready(): ChatEvent | null {
    return this.source === null || this.isClosed ? null : this.source.ready();
  }

  next(): Promise<Step> {
    if (this.isClosed) return Promise.resolve(done);
    return this.source === null ? this.first() : this.source.next();
  }

  return(): Promise<Step> {
    this.isClosed = true;
    if (this.source !== null) return leave(this.source);
    // A source that was never opened needs no closing.
    return this.opening === null ? Promise.resolve(done) : this.opening.then(leave);
  }

  private first(): Promise<Step> {
    const { open } = this;
    if (open !== null) this.opening = open().then(this.keep, this.keepFailure);
    this.open = null;
    return this.opening === null ? Promise.resolve(done) : this.opening.then(firstOf);
  }

  private readonly keep = (events: ChatEvents): ChatEvents => {
    this.source = events;
    return events;
  };

  private readonly keepFailure = (error: unknown): ChatEvents => this.keep(new Burst([this.failed(error)]));
}

/** An event that is there already is no promise, since to resolve one promise with another takes longer. */
function firstOf(events: ChatEvents): Step | Promise<Step> {
  const value = events.ready();
  return value === null ? events.next() : { done: false, value };
}

function leave(events: ChatEvents): Promise<Step> {
  return events.return?.() ?? Promise.resolve(done);
}
