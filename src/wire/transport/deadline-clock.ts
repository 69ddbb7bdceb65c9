import { TransportError, type TransportErrorKind } from "../exchange.js";
import type { Timers } from "./timers.js";

/**
 * How long an exchange may take, in milliseconds; null: no deadline.
 * `firstByteMs`: until the response headers. `idleMs`: until the next chunk, while a reader waits for it (a keep-alive
 * comment is a chunk; time that the reader spends elsewhere does not count). `totalMs`: until the end of the body.
 */
export type Deadlines = {
  readonly firstByteMs: number | null;
  readonly idleMs: number | null;
  readonly totalMs: number | null;
};

type Kind = Extract<TransportErrorKind, "first-byte-timeout" | "idle-timeout" | "total-timeout">;

const missed: { readonly [Name in Kind]: string } = {
  "first-byte-timeout": "no response headers",
  "idle-timeout": "no more of the body arrived",
  "total-timeout": "the exchange did not finish",
};

/** A deadline: its length and its time on the clock, in milliseconds. */
type Due = { readonly kind: Kind; readonly ms: number; readonly dueAt: number };

/**
 * Watches the deadlines of one exchange with a single timer, which is only reset for an earlier deadline: most waits
 * end long before, and a timer for each would cost more than the wait. `onMissed` is called at most once.
 */
export class DeadlineClock {
  private readonly deadlines: Deadlines;
  private readonly timers: Timers;
  private readonly onMissed: (fault: TransportError) => void;
  private readonly began: number;
  private phase: "headers" | "resting" | "waiting" | "over" = "headers";
  private waitingSince = 0;
  private armedFor = Number.POSITIVE_INFINITY;
  private cancel = (): void => {};

  constructor(deadlines: Deadlines, timers: Timers, onMissed: (fault: TransportError) => void) {
    this.deadlines = deadlines;
    this.timers = timers;
    this.onMissed = onMissed;
    this.began = timers.now();
    this.arm(this.due());
  }

  /** The headers or a chunk have arrived, and no reader waits. */
  rest(): void {
    if (this.phase !== "over") this.phase = "resting";
  }

  /** A reader starts to wait for a chunk. */
  wait(): void {
    if (this.phase === "over") return;
    this.phase = "waiting";
    this.waitingSince = this.timers.now();
    const due = this.due();
    if (due !== null && due.dueAt < this.armedFor) this.arm(due);
  }

  /** Ends the clock: no deadline is missed after this. */
  stop(): void {
    this.phase = "over";
    this.cancel();
  }

  /** The next deadline in the current phase; null: none. */
  private due(): Due | null {
    const { firstByteMs, idleMs, totalMs } = this.deadlines;
    const total: Due | null =
      totalMs === null ? null : { kind: "total-timeout", ms: totalMs, dueAt: this.began + totalMs };
    const ofPhase: Due | null =
      this.phase === "headers" && firstByteMs !== null
        ? { kind: "first-byte-timeout", ms: firstByteMs, dueAt: this.began + firstByteMs }
        : this.phase === "waiting" && idleMs !== null
          ? { kind: "idle-timeout", ms: idleMs, dueAt: this.waitingSince + idleMs }
          : null;
    if (ofPhase === null || (total !== null && total.dueAt < ofPhase.dueAt)) return total;
    return ofPhase;
  }

  private arm(due: Due | null): void {
    this.cancel();
    this.armedFor = due === null ? Number.POSITIVE_INFINITY : due.dueAt;
    if (due !== null) this.cancel = this.timers.after(Math.ceil(due.dueAt - this.timers.now()), this.fire);
  }

  private readonly fire = (): void => {
    if (this.phase === "over") return;
    const due = this.due();
    if (due === null || due.dueAt > this.timers.now()) {
      this.arm(due);
      return;
    }
    this.phase = "over";
    this.onMissed(new TransportError(due.kind, `${missed[due.kind]} within ${due.ms} ms`, { deadlineMs: due.ms }));
  };
}
