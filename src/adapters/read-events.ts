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
  return new BodyEvents(chunks[Symbol.asyncIterator](), decoder);
}

class BodyEvents implements ChatEvents {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly decoder: BodyDecoder;
  private events: readonly ChatEvent[];
  private at = 0;
  private isOver = false;
  private hasLeft = false;
  /** Of callers that did not wait for the event before theirs. */
  private waiting = 0;
  private last: Promise<Told> = noPromise;

  constructor(source: AsyncIterator<Uint8Array>, decoder: BodyDecoder) {
    this.source = source;
    this.decoder = decoder;
    this.events = decoder.begin;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  ready(): ChatEvent | null {
    const event = this.waiting === 0 ? (this.events[this.at] ?? null) : null;
    if (event !== null) this.at += 1;
    return event;
  }

  next(): Promise<Told> {
    const told = this.waiting === 0 ? this.take() : this.last.then(this.serve, this.serve);
    if ("value" in told) return Promise.resolve(told);
    this.waiting += 1;
    this.last = told;
    return told;
  }

  async return(): Promise<Told> {
    return this.leave();
  }

  private take(): Told | Promise<Told> {
    const event = this.events[this.at];
    if (event !== undefined) {
      this.at += 1;
      return { done: false, value: event };
    }
    if (this.isOver) return over;
    return this.decoder.isOver() ? this.leave() : this.source.next().then(this.receive, this.refuse);
  }

  private readonly serve = (): Told | Promise<Told> => {
    const told = this.take();
    if ("value" in told) this.waiting -= 1;
    return told;
  };

  private readonly receive = ({ done, value }: IteratorResult<Uint8Array>): Told | Promise<Told> => {
    if (this.hasLeft) return over;
    this.isOver = done === true;
    this.events = done === true ? this.decoder.end() : this.decoder.push(value);
    this.at = 0;
    return this.serve();
  };

  private readonly refuse = (error: unknown): Told | Promise<Told> => {
    if (this.hasLeft) return over;
    this.isOver = true;
    this.events = this.decoder.fail(error);
    this.at = 0;
    return this.serve();
  };

  private async leave(): Promise<Told> {
    this.isOver = this.hasLeft = true;
    this.events = [];
    // How a body ends that nobody wants any more is nobody's concern.
    await this.source.return?.().catch(() => undefined);
    return over;
  }
}

const over: Told = { done: true, value: undefined };
const noPromise: Promise<Told> = Promise.resolve(over);

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
