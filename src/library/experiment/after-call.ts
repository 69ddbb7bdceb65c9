import type { ChatFailure } from "../../chat/failure.js";
import type { RetryPolicy } from "../../runner/trial/retry-policy.js";

/**
 * Why an experiment ended without a result; it can go on. `credentials`: the key was refused at the failing place. `own`: our own side
 * changes the failing request on its way out, so that no reply to it is evidence against anyone else.
 */
export type Ended = { readonly kind: "signal" | "limit" | "credentials" | "no-trials" | "own"; readonly says: string };

/** The end of an experiment that a signal stopped. */
export const stoppedBySignal: Ended = { kind: "signal", says: "stopped by a signal" };

/** So many calls in a row that are no trial end the asking: something is out of order, and the budget is for calls that tell. */
const mostVoidInARow = 12;

/**
 * A call that was made, as far as the asking depends on it. `isElsewhere`: at another place than the failing one. `own`: what our own side
 * changed of the failing request on its way out.
 */
export type Answered = {
  readonly failure: ChatFailure | null;
  readonly own?: readonly string[];
  readonly why: string | null;
  readonly isElsewhere: boolean;
};

/** What ends the asking after some calls: the key was refused, or too many in a row (`voids`) are no trial. Null: nothing. */
export function problemAfter(answered: readonly Answered[], voids: number): Ended | null {
  const [change] = answered.flatMap(({ own = [] }) => own);
  if (change !== undefined) return { kind: "own", says: `the failing request is not sent as it was asked: ${change}` };
  const refused = answered.find(({ failure, isElsewhere }) => failure?.kind === "credentials" && !isElsewhere);
  if (refused !== undefined) return { kind: "credentials", says: refused.why ?? "the credentials were refused" };
  const last = answered.at(-1)?.why ?? "they were no trials";
  return voids < mostVoidInARow
    ? null
    : { kind: "no-trials", says: `${voids} calls in a row did not count as trials: ${last}` };
}

/** How long to wait after calls that were throttled or met an outage, and what ends the wait. */
export type Pausing = { readonly pause: Pick<RetryPolicy, "delayMs" | "sleep">; readonly stop: AbortSignal };

/** Waits where the last calls met a busy service, as long as it wishes; longer after each void call. */
export async function pauseAfter(
  { pause, stop }: Pausing,
  answered: readonly Pick<Answered, "failure">[],
  voids: number,
): Promise<void> {
  const busy = answered.filter(({ failure }) => failure?.kind === "throttled" || failure?.kind === "unavailable");
  if (busy.length === 0) return;
  const wished = busy.flatMap(({ failure }) => failure?.retryAfterMs ?? []);
  const delay = pause.delayMs(Math.max(voids, 1), wished.length === 0 ? null : Math.max(...wished));
  await pause.sleep(delay, stop);
}
