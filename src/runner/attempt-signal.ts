/**
 * A signal for one attempt that aborts with the run's. `release` lets go of the run's signal: a client leaves its
 * listeners on the signal that it was given, and a run makes thousands of attempts.
 */
export type AttemptSignal = {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  readonly release: () => void;
};

export function attemptSignal(run: AbortSignal): AttemptSignal {
  const own = new AbortController();
  const follow = (): void => own.abort(run.reason);
  if (run.aborted) follow();
  else run.addEventListener("abort", follow, { once: true });
  return {
    signal: own.signal,
    abort: () => own.abort(),
    release: () => run.removeEventListener("abort", follow),
  };
}
