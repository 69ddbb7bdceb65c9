import type { ServerResponse } from "node:http";
import { systemTimers, type Timers } from "../../../wire/transport/timers.js";
import { commentText } from "../stream-answer/stream-writer.js";
import { Ring } from "./ring.js";

/** The system's timers, which do not keep the process alive. */
const idleTimers: Timers = {
  now: systemTimers.now,
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** How many times in an interval all streams are looked at. */
const ticksEach = 8;

const comment = commentText("waits for the model");

/** What a comment is written to. */
type Written = Pick<ServerResponse, "writableNeedDrain" | "writableEnded"> & {
  readonly write: (text: string) => unknown;
};

/** A stream whose silence is watched. */
export class Watched extends Ring {
  /**
   * The stream, once it is written to: it gets a comment each time that nothing was written for the interval. A closure that does so
   * kept ten times as much of short streams alive beyond their end (Node 20.20, 2026-11).
   */
  response: Written | null = null;
  /** Who waits for work, as the bare function: a closure round it cost a tenth of a short stream (Node 20.20, 2026-11). */
  private waiting: ((result: null) => void) | null = null;
  private silentTicks = 0;

  /** Becomes as the work does, or null when nothing was written for the interval before. */
  outlasts<Result>(work: Promise<Result>): Promise<Result | null> {
    return new Promise((resolve, reject) => {
      this.waiting = resolve;
      work.then(resolve, reject);
    });
  }

  /** Something was written to it. Costs no look at the clock, since it is called for every piece. */
  wrote(): void {
    this.silentTicks = 0;
  }

  end(): void {
    this.response = null;
    this.waiting = null;
    this.remove();
  }

  tick(): void {
    this.silentTicks += 1;
    // The first tick may have come at once.
    if (this.silentTicks <= ticksEach) return;
    this.silentTicks = 1;
    this.waiting?.(null);
    // Pieces are whole events, so a comment never comes into one.
    const { response } = this;
    if (response !== null && !response.writableNeedDrain && !response.writableEnded) response.write(comment);
  }
}

/**
 * Watches many streams for silence, with one timer for all streams of the same interval: a timer for each piece that is written would
 * cost more than the piece. A silence is noticed when it has lasted for the interval, or up to an eighth longer.
 */
export class KeepAlive {
  private readonly timers: Timers;
  private readonly wheels = new Map<number, Ring>();

  constructor(timers: Timers = idleTimers) {
    this.timers = timers;
  }

  /** Watches a stream until it is ended. `intervalMs` in milliseconds; 0: it is never silent. */
  watch(intervalMs: number): Watched {
    const watched = new Watched();
    if (intervalMs > 0) this.wheelOf(intervalMs).insert(watched);
    return watched;
  }

  /** The streams of an interval, which are looked at as long as there are any. */
  private wheelOf(intervalMs: number): Ring {
    const known = this.wheels.get(intervalMs);
    if (known !== undefined) return known;
    const wheel = new Ring();
    this.wheels.set(intervalMs, wheel);
    const turn = () => {
      const all: Watched[] = [];
      for (let one = wheel.next; one instanceof Watched; one = one.next) all.push(one);
      for (const one of all) one.tick();
      if (!wheel.isEmpty()) this.timers.after(intervalMs / ticksEach, turn);
      else this.wheels.delete(intervalMs);
    };
    this.timers.after(intervalMs / ticksEach, turn);
    return wheel;
  }
}
