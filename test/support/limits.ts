/**
 * How long a test or a hook may take, in milliseconds. Alone on a machine of two cores the slowest takes about five
 * seconds; under a load of 35 a hook was seen to take 90. This leaves three times that. It ends what hangs and proves
 * nothing: no test asserts a time.
 */
export const testLimitMs = 300_000;

/** How long a run of the tests waits for what it closes at its end, in milliseconds. */
export const teardownLimitMs = 30_000;
