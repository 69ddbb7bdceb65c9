/**
 * What tells that something is no longer wanted: all that is used here of an `AbortSignal`, which every one of those is. Making and
 * listening to one of the platform's costs as much as encoding a request (Node 20.20, 2026-11: each has a shape of its own), so
 * that the hot paths have {@link Stop}.
 */
export type StopSignal = {
  readonly aborted: boolean;
  readonly reason: unknown;
  readonly addEventListener: (type: "abort", listener: () => void) => void;
  readonly removeEventListener: (type: "abort", listener: () => void) => void;
};

/** A signal of our own, and its switch. Listeners run once, in their order. */
export class Stop implements StopSignal {
  aborted = false;
  reason: unknown = undefined;
  private listeners: (() => void)[] = [];

  addEventListener(_type: "abort", listener: () => void): void {
    if (!this.aborted) this.listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const at = this.listeners.indexOf(listener);
    if (at !== -1) this.listeners.splice(at, 1);
  }

  abort(reason?: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason ?? new DOMException("This operation was aborted", "AbortError");
    const { listeners } = this;
    this.listeners = [];
    for (const listener of listeners) listener();
  }
}

/** For what the platform or an SDK must be given. */
export function abortSignalOf(signal: StopSignal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const own = new AbortController();
  if (signal.aborted) own.abort(signal.reason);
  else signal.addEventListener("abort", () => own.abort(signal.reason));
  return own.signal;
}
