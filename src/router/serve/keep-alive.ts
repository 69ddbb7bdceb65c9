import { systemTimers, type Timers } from "../../wire/transport/timers.js";

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

/** A stream whose silence is watched. */
export class Watched {
  private readonly wheel: Set<Watched> | null;
  private readonly onSilence: () => void;
  private silentTicks = 0;

  /** `wheel` null: it is not watched. */
  constructor(wheel: Set<Watched> | null, onSilence: () => void) {
    this.wheel = wheel;
    this.onSilence = onSilence;
    wheel?.add(this);
  }

  /** Something was written to it. Costs no look at the clock, since it is called for every piece. */
  wrote(): void {
    this.silentTicks = 0;
  }

  end(): void {
    this.wheel?.delete(this);
  }

  tick(): void {
    this.silentTicks += 1;
    // The first tick may have come at once.
    if (this.silentTicks <= ticksEach) return;
    this.silentTicks = 1;
    this.onSilence();
  }
}

/**
 * Watches many streams for silence, with one timer for all streams of the same interval: a timer for each piece that is written would
 * cost more than the piece. A silence is noticed when it has lasted for the interval, or up to an eighth longer.
 */
export class KeepAlive {
  private readonly timers: Timers;
  private readonly wheels = new Map<number, Set<Watched>>();

  constructor(timers: Timers = idleTimers) {
    this.timers = timers;
  }

  /** Calls `onSilence` each time that nothing was written for `intervalMs` milliseconds, until it is ended; 0: never. */
  watch(intervalMs: number, onSilence: () => void): Watched {
    return new Watched(intervalMs === 0 ? null : this.wheelOf(intervalMs), onSilence);
  }

  /** Resolves with true when the work is done, or with false when it has taken `intervalMs` milliseconds; 0: it is always awaited. */
  outlasts(work: Promise<unknown>, intervalMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isDone: boolean) => {
        watched.end();
        resolve(isDone);
      };
      const watched = this.watch(intervalMs, () => end(false));
      const done = () => end(true);
      work.then(done, done);
    });
  }

  /** The streams of an interval, which are looked at as long as there are any. */
  private wheelOf(intervalMs: number): Set<Watched> {
    const known = this.wheels.get(intervalMs);
    if (known !== undefined) return known;
    const wheel = new Set<Watched>();
    this.wheels.set(intervalMs, wheel);
    const turn = () => {
      for (const one of wheel) one.tick();
      if (wheel.size > 0) this.timers.after(intervalMs / ticksEach, turn);
      else this.wheels.delete(intervalMs);
    };
    this.timers.after(intervalMs / ticksEach, turn);
    return wheel;
  }
}
