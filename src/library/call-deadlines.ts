/** Deadlines of one call that a command makes on its own, in milliseconds. */
export const callDeadlines = { firstByteMs: 60_000, idleMs: 60_000, totalMs: 300_000 };
