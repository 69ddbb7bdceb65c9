import { type Counts, sumCounts } from "../serve/metrics/counts.js";

/** How the counts of the workers are gathered. */
type Gathering<Worker> = {
  readonly ask: (worker: Worker, round: number) => void;
  readonly answer: (worker: Worker, counts: Counts) => void;
  /** Runs something when a worker that lives has had the time to answer. */
  readonly afterPatience: (run: () => void) => void;
};

type Round<Worker> = { readonly asker: Worker; readonly open: Set<Worker> };

/**
 * The counts of all workers together. Each keeps its own and is asked for them when a client wants the page, so that counting costs no
 * message. What a worker that has ended last said stays counted: a counter of Prometheus must not fall.
 */
export class Totals<Worker> {
  private readonly gathering: Gathering<Worker>;
  private ended: Counts = { counters: [], durations: [] };
  private readonly last = new Map<Worker, Counts>();
  private readonly rounds = new Map<number, Round<Worker>>();
  private asked = 0;

  constructor(gathering: Gathering<Worker>) {
    this.gathering = gathering;
  }

  want(asker: Worker, workers: Iterable<Worker>): void {
    const number = ++this.asked;
    const open = new Set(workers);
    this.rounds.set(number, { asker, open });
    for (const worker of open) this.gathering.ask(worker, number);
    this.gathering.afterPatience(() => this.end(number));
  }

  /** The counts of a worker. `round` 0: it was not asked. */
  take(worker: Worker, counts: Counts, round: number): void {
    this.last.set(worker, counts);
    this.rounds.get(round)?.open.delete(worker);
    this.endAnswered();
  }

  leave(worker: Worker): void {
    const counts = this.last.get(worker);
    if (counts !== undefined) this.ended = sumCounts([this.ended, counts]);
    this.last.delete(worker);
    for (const { open } of this.rounds.values()) open.delete(worker);
    this.endAnswered();
  }

  private endAnswered(): void {
    for (const [number, { open }] of this.rounds) if (open.size === 0) this.end(number);
  }

  private end(number: number): void {
    const round = this.rounds.get(number);
    if (round === undefined) return;
    this.rounds.delete(number);
    this.gathering.answer(round.asker, sumCounts([this.ended, ...this.last.values()]));
  }
}
