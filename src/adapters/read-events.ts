import type { ChatEvent, ChatEvents } from "../chat/event.js";
import { type ChunkIterator, TransportError } from "../wire/exchange.js";

/** Decodes one body synchronously: bytes in, events out. */
export type BodyDecoder = {
  /** Events to emit before the first byte. */
  readonly begin: readonly ChatEvent[];
  /** The events in these bytes, including everything before a fault in them. */
  readonly push: (bytes: Uint8Array) => readonly ChatEvent[];
  /** True once the reply's last event is emitted; the rest of the body is not read. */
  readonly isOver: () => boolean;
  /** The events that follow from a clean end of the body. */
  readonly end: () => readonly ChatEvent[];
  /** The events that follow from a broken body. Rethrows an error that does not come from the wire. */
  readonly fail: (error: unknown) => readonly ChatEvent[];
};

type EventResult = IteratorResult<ChatEvent, undefined>;

/**
 * The events of a body, each emitted as soon as its bytes arrive. Leaving the loop early closes the body.
 * Not a generator: awaiting one costs as much as reading a short event (Node 20.20, 2026-11).
 */
export function readEvents(chunks: AsyncIterable<Uint8Array>, decoder: BodyDecoder): ChatEvents {
  return new BodyEvents(chunks[Symbol.asyncIterator](), decoder);
}

class BodyEvents implements ChatEvents {
  private readonly source: ChunkIterator;
  private readonly decoder: BodyDecoder;
  private events: readonly ChatEvent[];
  private nextIndex = 0;
  private isOver = false;
  private hasLeft = false;
  /** How many calls of `next` are pending: a caller may ask for an event before the previous one has arrived. */
  private waiting = 0;
  private last: Promise<EventResult> = noPromise;

  constructor(source: ChunkIterator, decoder: BodyDecoder) {
    this.source = source;
    this.decoder = decoder;
    this.events = decoder.begin;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  ready(): ChatEvent | null {
    return this.waiting === 0 ? this.arrived() : null;
  }

  next(): Promise<EventResult> {
    const result = this.waiting === 0 ? this.take() : this.last.then(this.serve, this.serve);
    if ("value" in result) return Promise.resolve(result);
    this.waiting += 1;
    this.last = result;
    return result;
  }

  return(): Promise<EventResult> {
    return this.leave();
  }

  private take(): EventResult | Promise<EventResult> {
    const event = this.arrived();
    if (event !== null) return { done: false, value: event };
    if (this.isOver) return over;
    return this.decoder.isOver() ? this.leave() : this.source.next().then(this.receive, this.fail);
  }

  /** The next event of the chunks that have arrived; null: there is none. */
  private arrived(): ChatEvent | null {
    for (;;) {
      const event = this.events[this.nextIndex];
      if (event !== undefined) {
        this.nextIndex += 1;
        return event;
      }
      // A stream that rests for an hour need not hold its last events.
      this.events = none;
      this.nextIndex = 0;
      const step = this.isOver || this.decoder.isOver() ? null : this.source.ready?.();
      if (step === null || step === undefined) return null;
      this.decode(step);
    }
  }

  private readonly serve = (): EventResult | Promise<EventResult> => {
    const result = this.take();
    if ("value" in result) this.waiting -= 1;
    return result;
  };

  private readonly receive = (step: IteratorResult<Uint8Array>): EventResult | Promise<EventResult> => {
    if (this.hasLeft) return over;
    this.decode(step);
    return this.serve();
  };

  private decode({ done, value }: IteratorResult<Uint8Array>): void {
    this.isOver = done === true;
    this.events = done === true ? this.decoder.end() : this.decoder.push(value);
    this.nextIndex = 0;
  }

  private readonly fail = (error: unknown): EventResult | Promise<EventResult> => {
    if (this.hasLeft) return over;
    this.isOver = true;
    this.events = this.decoder.fail(error);
    this.nextIndex = 0;
    return this.serve();
  };

  private leave(): Promise<EventResult> {
    this.isOver = this.hasLeft = true;
    this.events = none;
    // An error while closing an abandoned body changes nothing for the caller.
    return this.source.return?.().then(isOver, isOver) ?? noPromise;
  }
}

const none: readonly ChatEvent[] = [];
const over: EventResult = { done: true, value: undefined };
const isOver = (): EventResult => over;
const noPromise: Promise<EventResult> = Promise.resolve(over);

/**
 * A decoder for a body that can only be read whole. `read` gets all bytes and the error that broke the body, or null
 * after a clean end. A body of more than `maxBytes` is a `too-large` error, and its rest is not read.
 */
export function wholeBody(
  maxBytes: number,
  read: (bytes: Buffer, error: TransportError | null) => readonly ChatEvent[],
): BodyDecoder {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isTooLarge = false;
  const bytes = () => Buffer.concat(pieces);
  return {
    begin: [],
    push: (piece) => {
      size += piece.length;
      isTooLarge = size > maxBytes;
      if (isTooLarge)
        return read(
          bytes(),
          new TransportError("too-large", `the body is larger than ${maxBytes} bytes, the most that we read`),
        );
      pieces.push(piece);
      return [];
    },
    isOver: () => isTooLarge,
    end: () => read(bytes(), null),
    fail: (error) => {
      if (error instanceof TransportError) return read(bytes(), error);
      throw error;
    },
  };
}
