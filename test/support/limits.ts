/**
 * How long a test or a hook may take, in milliseconds. On an idle machine with two cores the slowest takes about five seconds; under
 * a load of 35 a hook has taken 90. The limit is three times that. It only ends tests that hang: no test asserts a time.
 */
export const testLimitMs = 300_000;

/** How long a test run waits at its end for everything to close, in milliseconds. */
export const teardownLimitMs = 30_000;
