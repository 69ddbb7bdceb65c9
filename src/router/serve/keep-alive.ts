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

/** A stream whose silence is watched. */
export type Watched = {
  /** Something was written to it. */
  readonly wrote: () => void;
  readonly end: () => void;
};

type Entry = { readonly intervalMs: number; readonly onSilence: () => void; since: number };

/**
 * Watches many streams for silence with a single timer, which is set for the stream that has been silent longest: a timer for each
 * piece that is written would cost more than the piece. A stream may be silent for a sixteenth longer than its interval.
 */
export class KeepAlive {
  private readonly timers: Timers;
  private readonly entries = new Set<Entry>();
  private isArmed = false;

  constructor(timers: Timers = idleTimers) {
    this.timers = timers;
  }

  /** Calls `onSilence` each time that nothing was written for `intervalMs` milliseconds, until it is ended; 0: never. */
  watch(intervalMs: number, onSilence: () => void): Watched {
    if (intervalMs === 0) return { wrote: () => undefined, end: () => undefined };
    const entry: Entry = { intervalMs, onSilence, since: this.timers.now() };
    this.entries.add(entry);
    if (!this.isArmed) this.arm(intervalMs);
    return {
      wrote: () => {
        entry.since = this.timers.now();
      },
      end: () => {
        this.entries.delete(entry);
      },
    };
  }

  /** Resolves with true when the work is done, or with false when it has taken `intervalMs` milliseconds; 0: it is always awaited. */
  outlasts(work: Promise<unknown>, intervalMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const watched = this.watch(intervalMs, () => {
        watched.end();
        resolve(false);
      });
      const done = () => {
        watched.end();
        resolve(true);
      };
      work.then(done, done);
    });
  }

  private arm(delayMs: number): void {
    this.isArmed = true;
    this.timers.after(delayMs, this.fire);
  }

  private readonly fire = (): void => {
    this.isArmed = false;
    const now = this.timers.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const entry of [...this.entries]) {
      if (now - entry.since >= entry.intervalMs) {
        entry.since = now;
        entry.onSilence();
      }
      if (!this.entries.has(entry)) continue;
      nextMs = Math.min(nextMs, Math.max(entry.since + entry.intervalMs - now, entry.intervalMs / 16));
    }
    if (nextMs !== Number.POSITIVE_INFINITY) this.arm(Math.ceil(nextMs));
  };
}
