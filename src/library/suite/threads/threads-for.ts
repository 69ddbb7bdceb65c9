import { availableParallelism } from "node:os";

/** A thread is started for each further so many cases: it has to load the clients and the checks again. */
const casesOfThread = 500;

/** How many threads beside this one replay so many cases. `jobs`: threads, this one included; null: one for each core, and none more for few cases. */
export function threadsFor(cases: number, jobs: number | null): number {
  const most = (jobs ?? availableParallelism()) - 1;
  return Math.min(most, Math.floor(cases / (jobs === null ? casesOfThread : 1)));
}
