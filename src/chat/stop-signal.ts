/**
 * Cancels work: the part of `AbortSignal` that this program uses, so every `AbortSignal` is a StopSignal. Creating one
 * of the platform's signals and listening to it costs as much as encoding a request (Node 20.20, 2026-11: each has a
 * hidden class of its own), so hot paths use {@link Stop}.
 */
export type StopSignal = {
  readonly aborted: boolean;
  readonly reason: unknown;
  readonly addEventListener: (type: "abort", listener: () => void) => void;
  readonly removeEventListener: (type: "abort", listener: () => void) => void;
};

/**
 * A cheap signal together with its `abort`. Listeners run once, in the order added. Default reason: an `AbortError`.
 */
export class Stop implements StopSignal {
  aborted = false;
  reason: unknown = undefined;
  private listeners: (() => void)[] = [];

  addEventListener(_type: "abort", listener: () => void): void {
    if (!this.aborted) this.listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const index = this.listeners.indexOf(listener);
    if (index !== -1) this.listeners.splice(index, 1);
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

/** The signal as an `AbortSignal`, for the platform and the SDKs. Keeps the reason. */
export function abortSignalOf(signal: StopSignal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener("abort", () => controller.abort(signal.reason));
  return controller.signal;
}
