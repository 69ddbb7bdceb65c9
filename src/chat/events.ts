import type { ChatEvent, ChatEvents } from "./event.js";

type Told = IteratorResult<ChatEvent, undefined>;
const over: Told = { done: true, value: undefined };

/** Events of any kind as {@link ChatEvents}: of those that cannot say what is there, nothing ever is. */
export function asChatEvents(events: AsyncIterable<ChatEvent>): ChatEvents {
  if ("ready" in events) return events as ChatEvents;
  const source = events[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    ready: () => null,
    next: () => source.next(),
    async return() {
      await source.return?.();
      return over;
    },
  };
}

/** Events that are all there. */
export function burst(events: readonly ChatEvent[]): ChatEvents {
  let at = 0;
  const ready = () => {
    const event = events[at] ?? null;
    at += 1;
    return event;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    ready,
    next: () => {
      const value = ready();
      return Promise.resolve(value === null ? over : { done: false, value });
    },
    return: () => {
      at = events.length;
      return Promise.resolve(over);
    },
  };
}

/** What is told first, then the events of a source. */
export function toldBefore(told: readonly ChatEvent[], source: ChatEvents): ChatEvents {
  if (told.length === 0) return source;
  let at = 0;
  const ready = () => {
    const event = told[at];
    if (event === undefined) return source.ready();
    at += 1;
    return event;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    ready,
    next: () => {
      const value = at < told.length ? ready() : null;
      return value === null ? source.next() : Promise.resolve({ done: false, value });
    },
    return: async () => {
      at = told.length;
      await source.return?.();
      return over;
    },
  };
}

/**
 * The events of a source that is opened at the first question. Should opening fail, `failed` says the only event. Not a generator:
 * its waiting costs more than an event (Node 20.20, 2026-11).
 */
export function lateEvents(open: () => Promise<ChatEvents>, failed: (error: unknown) => ChatEvent): ChatEvents {
  let source: ChatEvents | null = null;
  let opening: Promise<ChatEvents> | null = null;
  let hasLeft = false;
  const opened = () => {
    opening ??= open()
      .catch((error: unknown) => burst([failed(error)]))
      .then((events) => {
        source = events;
        return events;
      });
    return opening;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    ready: () => (source === null || hasLeft ? null : source.ready()),
    next: () => {
      if (hasLeft) return Promise.resolve(over);
      return source === null ? opened().then((events) => events.next()) : source.next();
    },
    return: async () => {
      hasLeft = true;
      // What was never asked for is never opened.
      if (opening !== null) await (await opening).return?.();
      return over;
    },
  };
}
