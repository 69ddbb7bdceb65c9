/**
 * A signal for one attempt that aborts when the run's signal does. `release` removes its listener from the run's signal:
 * clients leave listeners on the signal that they are given, and a run makes thousands of attempts.
 */
export type AttemptSignal = {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  readonly release: () => void;
};

export function attemptSignal(run: AbortSignal): AttemptSignal {
  const controller = new AbortController();
  const follow = (): void => controller.abort(run.reason);
  if (run.aborted) follow();
  else run.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    release: () => run.removeEventListener("abort", follow),
  };
}
