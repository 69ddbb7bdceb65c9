import type { Server } from "node:http";

/** How requests that are still under way come to their end. */
type Ending = {
  /** Tells their clients that the grace is over. */
  readonly end: () => void;
  /** Whether all of them have ended. */
  readonly isDone: () => boolean;
  /** Closes every connection that is left. */
  readonly cut: () => void;
};

/** How long clients may take to read that the grace is over. */
const farewellMs = 1_000;

/** Closes a server: requests under way have `graceMs` milliseconds, then their clients get an error and a second to read it. */
export function closeServer(server: Server, graceMs: number, { end, isDone, cut }: Ending): Promise<void> {
  return new Promise((resolve) => {
    let cutAtMs = Number.POSITIVE_INFINITY;
    const grace = setTimeout(() => {
      end();
      cutAtMs = performance.now() + farewellMs;
    }, graceMs);
    const tick = setInterval(() => {
      if (cutAtMs !== Number.POSITIVE_INFINITY && (isDone() || performance.now() > cutAtMs)) cut();
      // Keep-alive connections stay open after their last answer, waiting for a request that would be refused.
      else server.closeIdleConnections();
    }, 50);
    server.close(() => {
      clearTimeout(grace);
      clearInterval(tick);
      resolve();
    });
    server.closeIdleConnections();
  });
}
