import type { Timers } from "../../wire/transport/timers.js";

/** How many calls are taken from the shared lane at once. */
const mostAtOnce = 8;

/** `resolve`: true: the call goes now; false: its signal aborted. */
type Waiting = { readonly resolve: (goes: boolean) => void; readonly reject: (error: unknown) => void };

/**
 * The calls of one provider in this process, each with a time of its own on the lane that all workers share. A time that passed unused, since the
 * process or the database was slow, is lost: used late, it would make a burst with the times of others.
 */
export class SlotLane {
  readonly #spacingMs: number;
  readonly #takeSlots: (calls: number) => Promise<number>;
  readonly #timers: Timers;
  readonly #lateMs: number;
  readonly #waiting: Waiting[] = [];
  #isPumping = false;
  #drops = 0;
  #wake = (): void => undefined;

  /** `takeSlots`: takes the times of so many calls; resolves with how long it is until the first, in milliseconds. */
  constructor(spacingMs: number, takeSlots: (calls: number) => Promise<number>, timers: Timers) {
    this.#spacingMs = spacingMs;
    this.#takeSlots = takeSlots;
    this.#timers = timers;
    this.#lateMs = Math.min(500, Math.max(250, spacingMs));
  }

  /** Resolves with true when the call may go, in the order of asking; with false when `signal` aborts first. */
  take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        const at = this.#waiting.indexOf(one);
        if (at !== -1) this.#waiting.splice(at, 1);
        resolve(false);
        if (this.#waiting.length === 0) this.#wake();
      };
      const settle =
        <Value>(how: (value: Value) => void) =>
        (value: Value): void => {
          signal.removeEventListener("abort", onAbort);
          how(value);
        };
      const one: Waiting = { resolve: settle(resolve), reject: settle(reject) };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(one);
      if (!this.#isPumping) void this.#pump();
    });
  }

  /** Gives up the times that were taken and not used: the lane has moved on. */
  drop(): void {
    this.#drops += 1;
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      // Calls that ask in the same moment take their times together.
      await Promise.resolve();
      while (this.#waiting.length > 0) await this.#takeSome();
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    } finally {
      this.#isPumping = false;
    }
  }

  async #takeSome(): Promise<void> {
    const calls = Math.min(mostAtOnce, this.#waiting.length);
    const drops = this.#drops;
    const sentAt = this.#timers.now();
    const waitMs = await this.#takeSlots(calls);
    const first = this.#timers.now() + waitMs;
    // An answer that was long under way says nothing exact about the time of the first call.
    if (this.#spacingMs > 0 && first - waitMs - sentAt > this.#lateMs) return;
    for (let call = 0; call < calls && this.#waiting.length > 0; call += 1) {
      const at = first + call * this.#spacingMs;
      await this.#until(at);
      const isLate = this.#spacingMs > 0 && this.#timers.now() - at > this.#lateMs;
      if (isLate || this.#drops !== drops) return;
      this.#waiting.shift()?.resolve(true);
    }
  }

  #until(at: number): Promise<void> {
    const waitMs = at - this.#timers.now();
    if (waitMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#timers.after(waitMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
