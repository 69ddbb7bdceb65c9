import type { CallEnd, LaneLimits } from "./pace.js";

/** A lane that was slowed. `waitMs`: until its next call. `perMinute`: calls a minute after that. */
export type Slowed = { readonly provider: string; readonly waitMs: number; readonly perMinute: number };

/** The spacing after the first slowing, in milliseconds; each further one doubles it. */
const firstSpacingMs = 250;
/** The longest spacing, and the longest wait that we choose ourselves; a service may ask for more. */
const longestMs = 60_000;
const firstWaitMs = 1_000;
/** What is left of the learned spacing after each call that was not slowed. */
const recovery = 0.9;
/** A learned spacing below this is none. */
const leastSpacingMs = 50;

/**
 * The state of one lane: when its next call may go, by a monotonic clock in milliseconds. Calls are spaced, never sent in bursts. Where the
 * service asks for fewer calls, all calls wait as long as it says, else 1 s and twice as long each time, and the spacing doubles; each call
 * that is answered takes a tenth of it back, down to what `models.yaml` has.
 */
export class Lane {
  readonly #ownSpacingMs: number;
  readonly #inFlight: number;
  #spacingMs: number;
  #nextAt = 0;
  #underWay = 0;
  #slowedAt = Number.NEGATIVE_INFINITY;
  #inARow = 0;

  constructor({ requestsPerMinute, inFlight }: LaneLimits) {
    this.#ownSpacingMs = requestsPerMinute === null ? 0 : 60_000 / requestsPerMinute;
    this.#spacingMs = this.#ownSpacingMs;
    this.#inFlight = inFlight ?? Number.POSITIVE_INFINITY;
  }

  get isFull(): boolean {
    return this.#underWay >= this.#inFlight;
  }

  /** When the next call may go. */
  get nextAt(): number {
    return this.#nextAt;
  }

  get perMinute(): number {
    return 60_000 / this.#spacingMs;
  }

  begin(now: number): void {
    this.#underWay += 1;
    this.#nextAt = now + this.#spacingMs;
  }

  /** Ends a call that began at `begunAt`. Returns how long the lane now waits, in milliseconds; null: it was not slowed by this. */
  end({ slowDown }: CallEnd, begunAt: number, now: number): number | null {
    this.#underWay -= 1;
    if (slowDown === null) {
      if (begunAt > this.#slowedAt) this.#recover();
      return null;
    }
    // Calls that were under way when the lane was slowed say the same once more.
    const isNews = begunAt > this.#slowedAt;
    if (isNews) this.#slow(now);
    const waitMs = slowDown.retryAfterMs ?? Math.min(firstWaitMs * 2 ** (this.#inARow - 1), longestMs);
    const until = now + Math.max(waitMs, this.#spacingMs);
    const isLonger = until > this.#nextAt;
    if (isLonger) this.#nextAt = until;
    return isNews || (isLonger && slowDown.retryAfterMs !== null) ? until - now : null;
  }

  #slow(now: number): void {
    this.#slowedAt = now;
    this.#inARow += 1;
    this.#spacingMs = Math.min(Math.max(2 * this.#spacingMs, firstSpacingMs), Math.max(longestMs, this.#ownSpacingMs));
  }

  #recover(): void {
    this.#inARow = 0;
    const spacingMs = this.#spacingMs * recovery;
    this.#spacingMs = Math.max(this.#ownSpacingMs, spacingMs < leastSpacingMs ? 0 : spacingMs);
  }
}
