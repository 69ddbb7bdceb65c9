import type { ChatFailure } from "../../chat/failure.js";

/** Whether the same request to the same model may succeed a moment later. */
export function isWorthRetrying({ kind, phase }: ChatFailure): boolean {
  if (kind === "throttled" || kind === "unavailable" || kind === "network") return true;
  return (kind === "model-error" || kind === "truncated" || kind === "protocol") && phase === "body";
}

/**
 * How long to wait before retry number `attempt` (from 1), in milliseconds: the service's `retryAfterMs` if there is one, else
 * exponential backoff with full jitter; never above `maxBackoffMs`. `random`: uniform in [0, 1).
 */
export function waitMs(
  { attempt, retryAfterMs }: { readonly attempt: number; readonly retryAfterMs: number | null },
  { backoffMs, maxBackoffMs }: { readonly backoffMs: number; readonly maxBackoffMs: number },
  random: () => number,
): number {
  if (retryAfterMs !== null) return Math.min(retryAfterMs, maxBackoffMs);
  return Math.round(random() * Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1)));
}
