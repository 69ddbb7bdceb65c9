/**
 * How many threads beside this one replay so many cases. `jobs`: threads, this one included. Default: 1, since a thread loads the
 * clients and the checks again, and collecting garbage already uses a second core: with two cores, 2,400 cases took 6.5 s of wall time
 * with one thread and 7.0 s with two (2026-11-30).
 */
export function threadsFor(cases: number, jobs: number | null): number {
  return Math.min((jobs ?? 1) - 1, cases);
}
