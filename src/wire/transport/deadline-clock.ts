import { TransportError, type TransportErrorKind } from "../exchange.js";
import type { Timers } from "./timers.js";

/**
 * How long an exchange may take, in milliseconds; null sets no deadline.
 * `firstByteMs`: until the response headers. `idleMs`: waiting for one chunk (a keep-alive comment is a chunk; time
 * that the reader takes for itself does not count). `totalMs`: from the request to the end of the body.
 */
export type Deadlines = {
  readonly firstByteMs: number | null;
  readonly idleMs: number | null;
  readonly totalMs: number | null;
};

type Kind = Extract<TransportErrorKind, "first-byte-timeout" | "idle-timeout" | "total-timeout">;

const missed: { readonly [Name in Kind]: string } = {
  "first-byte-timeout": "no response headers",
  "idle-timeout": "nothing more of the body came",
  "total-timeout": "the exchange was not finished",
};

type Due = { readonly kind: Kind; readonly ms: number; readonly at: number };

/**
 * Watches the deadlines of one exchange with one timer, which is set anew only where a deadline comes before it: most
 * waiting ends long before, and a timer for each costs more than the waiting. `strike` is called once, and nothing
 * after it.
 */
export class DeadlineClock {
  private readonly deadlines: Deadlines;
  private readonly timers: Timers;
  private readonly strike: (fault: TransportError) => void;
  private readonly began: number;
  private phase: "headers" | "resting" | "waiting" | "over" = "headers";
  private waitingSince = 0;
  private armedFor = Number.POSITIVE_INFINITY;
  private cancel = (): void => {};

  constructor(deadlines: Deadlines, timers: Timers, strike: (fault: TransportError) => void) {
    this.deadlines = deadlines;
    this.timers = timers;
    this.strike = strike;
    this.began = timers.now();
    this.arm(this.due());
  }

  /** The headers are there, or a chunk: nobody waits. */
  rest(): void {
    if (this.phase !== "over") this.phase = "resting";
  }

  /** A reader waits for a chunk. */
  wait(): void {
    if (this.phase === "over") return;
    this.phase = "waiting";
    this.waitingSince = this.timers.now();
    const due = this.due();
    if (due !== null && due.at < this.armedFor) this.arm(due);
  }

  stop(): void {
    this.phase = "over";
    this.cancel();
  }

  /** The first deadline to come as things stand. */
  private due(): Due | null {
    const { firstByteMs, idleMs, totalMs } = this.deadlines;
    const total: Due | null =
      totalMs === null ? null : { kind: "total-timeout", ms: totalMs, at: this.began + totalMs };
    const own: Due | null =
      this.phase === "headers" && firstByteMs !== null
        ? { kind: "first-byte-timeout", ms: firstByteMs, at: this.began + firstByteMs }
        : this.phase === "waiting" && idleMs !== null
          ? { kind: "idle-timeout", ms: idleMs, at: this.waitingSince + idleMs }
          : null;
    if (own === null || (total !== null && total.at < own.at)) return total;
    return own;
  }

  private arm(due: Due | null): void {
    this.cancel();
    this.armedFor = due === null ? Number.POSITIVE_INFINITY : due.at;
    if (due !== null) this.cancel = this.timers.after(Math.ceil(due.at - this.timers.now()), this.fire);
  }

  private readonly fire = (): void => {
    if (this.phase === "over") return;
    const due = this.due();
    if (due === null || due.at > this.timers.now()) {
      this.arm(due);
      return;
    }
    this.phase = "over";
    this.strike(new TransportError(due.kind, `${missed[due.kind]} within ${due.ms} ms`, { deadlineMs: due.ms }));
  };
}
