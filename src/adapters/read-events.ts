import type { ChatEvent, ChatEvents } from "../chat/event.js";
import { TransportError } from "../wire/exchange.js";

/** Reads one body without waiting: bytes in, events out. */
export type BodyDecoder = {
  /** What is told before the first byte. */
  readonly begin: readonly ChatEvent[];
  /** What these bytes tell, with all that stands before a fault in them. */
  readonly push: (bytes: Uint8Array) => readonly ChatEvent[];
  /** Was the reply's last event told? Nothing is read then. */
  readonly isOver: () => boolean;
  /** What the clean end of the body tells. */
  readonly end: () => readonly ChatEvent[];
  /** What a body that broke tells. Throws an error that is none of the wire. */
  readonly fail: (error: unknown) => readonly ChatEvent[];
};

type Told = IteratorResult<ChatEvent, undefined>;

/**
 * The events of a body that arrives, each as soon as its bytes are there. Leaving early ends the body.
 * Not a generator: its waiting costs as much as reading a short event (Node 20.20, 2026-11).
 */
export function readEvents(chunks: AsyncIterable<Uint8Array>, decoder: BodyDecoder): ChatEvents {
  const source = chunks[Symbol.asyncIterator]();
  let events = decoder.begin;
  let at = 0;
  let isOver = false;
  let hasLeft = false;
  /** Of callers that did not wait for the event before theirs. */
  let waiting = 0;
  let last: Promise<Told> = Promise.resolve(over);

  const take = (): Told | Promise<Told> => {
    const event = events[at];
    if (event !== undefined) {
      at += 1;
      return { done: false, value: event };
    }
    if (isOver) return over;
    return decoder.isOver() ? leave() : source.next().then(receive, refuse);
  };
  const serve = (): Told | Promise<Told> => {
    const told = take();
    if ("value" in told) waiting -= 1;
    return told;
  };
  const receive = ({ done, value }: IteratorResult<Uint8Array>): Told | Promise<Told> => {
    if (hasLeft) return over;
    isOver = done === true;
    events = done === true ? decoder.end() : decoder.push(value);
    at = 0;
    return serve();
  };
  const refuse = (error: unknown): Told | Promise<Told> => {
    if (hasLeft) return over;
    isOver = true;
    events = decoder.fail(error);
    at = 0;
    return serve();
  };
  const leave = async (): Promise<Told> => {
    isOver = hasLeft = true;
    events = [];
    // How a body ends that nobody wants any more is nobody's concern.
    await source.return?.().catch(() => undefined);
    return over;
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    ready() {
      const event = waiting === 0 ? (events[at] ?? null) : null;
      if (event !== null) at += 1;
      return event;
    },
    next() {
      const told = waiting === 0 ? take() : last.then(serve, serve);
      if ("value" in told) return Promise.resolve(told);
      waiting += 1;
      last = told;
      return told;
    },
    return: leave,
  };
}

const over: Told = { done: true, value: undefined };

/**
 * Reads a body that says nothing before it is whole: `read` gets all bytes of it, and what broke it, null for a clean end. Of
 * a body of more than `maxBytes` the rest is not read, which is a `protocol` error.
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
        return read(bytes(), new TransportError("protocol", `a body of more than ${maxBytes} bytes is not read`));
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
