import type { QuotaLimits } from "./pace.js";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Whether a call fits a quota of tokens a day. `later`: it may, when calls under way have given back what they did not use. */
export type DayFit = "fits" | "later" | "used-up";

/**
 * The state of one quota, of which `share` may be used, by a monotonic clock in milliseconds. A call reserves its tokens when it begins, and
 * the next one waits until the share has room for them; what was reserved and not used comes back when the call ends. A day is 24 hours,
 * from the first call.
 */
export class Quota {
  readonly #tokensPerMinute: number | null;
  readonly #perMs: number;
  readonly #dayTokens: number;
  #nextAt = 0;
  #dayEndsAt = 0;
  #used = 0;
  #reserved = 0;

  constructor({ tokensPerMinute, tokensPerDay }: QuotaLimits, share: number) {
    this.#tokensPerMinute = tokensPerMinute;
    this.#perMs = tokensPerMinute === null ? Number.POSITIVE_INFINITY : (tokensPerMinute * share) / minuteMs;
    this.#dayTokens = tokensPerDay === null ? Number.POSITIVE_INFINITY : tokensPerDay * share;
  }

  /** When the next call may go. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** The tokens of a minute, of which a single call reserves more; null: it does not. */
  exceededBy(tokens: number): number | null {
    return this.#tokensPerMinute !== null && tokens > this.#tokensPerMinute ? this.#tokensPerMinute : null;
  }

  fitsDay(tokens: number, now: number): DayFit {
    const used = now >= this.#dayEndsAt ? this.#reserved : this.#used;
    if (used + tokens <= this.#dayTokens) return "fits";
    return used - this.#reserved + tokens <= this.#dayTokens ? "later" : "used-up";
  }

  begin(tokens: number, now: number): void {
    if (now >= this.#dayEndsAt) {
      this.#dayEndsAt = now + dayMs;
      this.#used = this.#reserved;
    }
    this.#used += tokens;
    this.#reserved += tokens;
    this.#nextAt = Math.max(now, this.#nextAt) + tokens / this.#perMs;
  }

  /** Ends a call that had reserved `tokens`. `usedTokens` null: all of them. More than was reserved counts too. */
  end(tokens: number, usedTokens: number | null): void {
    const unused = tokens - (usedTokens ?? tokens);
    this.#reserved -= tokens;
    this.#used -= unused;
    this.#nextAt -= unused / this.#perMs;
  }
}
