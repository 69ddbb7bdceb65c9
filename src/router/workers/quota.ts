/** What is said to the workers about a quota. */
type Telling<Worker> = {
  /** Gives a worker so much more; 0: nothing is left, and what it asked for is refused. */
  readonly grant: (worker: Worker, count: number) => void;
  /** Asks a worker to give back a part of what it does not use, also where that is nothing. */
  readonly recall: (worker: Worker, round: number) => void;
  /** Whether a worker must give back all that it does not use, and each further one as it is left. */
  readonly owe: (worker: Worker, isOwed: boolean) => void;
  /** Runs something when a worker that lives has had the time to answer. */
  readonly afterPatience: (run: () => void) => void;
};

/** A question to all others what they can spare. */
type Round = {
  readonly number: number;
  /** For whom it is asked. */
  readonly askers: ReadonlySet<unknown>;
  /** Who has yet to answer. */
  readonly open: Set<unknown>;
};

/**
 * Divides a limit among workers so that it holds exactly for all of them together: what one may use is what it was granted. A worker
 * that has used up its part asks for more, which comes from what is free, or else from what the others do not use. It is refused only
 * when each of them has answered that it uses all it has. So most requests ask nothing, and a full house is noticed by a message.
 */
export class Quota<Worker> {
  private max: number;
  private readonly telling: Telling<Worker>;
  private readonly granted = new Map<Worker, number>();
  private waiting: Worker[] = [];
  private round: Round | null = null;
  private rounds = 0;
  private isOwed = false;

  constructor(max: number, telling: Telling<Worker>) {
    this.max = max;
    this.telling = telling;
  }

  join(worker: Worker): void {
    this.granted.set(worker, 0);
    if (this.isOwed) this.telling.owe(worker, true);
  }

  /** A worker has used up what it was granted. Each worker asks once at a time. */
  ask(worker: Worker): void {
    this.waiting.push(worker);
    this.serve();
  }

  /** A worker gives back so much. */
  takeBack(worker: Worker, count: number): void {
    this.add(worker, -count);
    this.settleDebt();
    this.serve();
  }

  /** A worker answers how much it can spare. */
  answer(worker: Worker, spared: number, round: number): void {
    if (this.round?.number === round) this.round.open.delete(worker);
    this.takeBack(worker, spared);
  }

  /** A worker has ended: what it was granted is free. */
  leave(worker: Worker): void {
    this.granted.delete(worker);
    this.waiting = this.waiting.filter((one) => one !== worker);
    this.round?.open.delete(worker);
    this.settleDebt();
    this.serve();
  }

  /** Another limit holds from now on. What is in use beyond it may end. */
  setMax(max: number): void {
    this.max = max;
    this.settleDebt();
    this.serve();
  }

  private get free(): number {
    let left = this.max;
    for (const count of this.granted.values()) left -= count;
    return left;
  }

  private add(worker: Worker, count: number): void {
    const before = this.granted.get(worker);
    if (before !== undefined) this.granted.set(worker, before + count);
  }

  private serve(): void {
    while (this.waiting.length > 0 && this.free > 0) {
      const worker = this.waiting.shift();
      if (worker === undefined) return;
      // A part of what is free, so that the others find some too.
      const count = Math.max(1, Math.floor(this.free / (2 * this.granted.size)));
      this.add(worker, count);
      this.telling.grant(worker, count);
    }
    if (this.waiting.length === 0) this.round = null;
    else if (this.round === null) this.recall();
    else if (this.round.open.size === 0) this.refuse(this.round);
  }

  private recall(): void {
    const number = ++this.rounds;
    const open = new Set([...this.granted.keys()].filter((worker) => !this.waiting.includes(worker)));
    const round = { number, askers: new Set(this.waiting), open };
    this.round = round;
    if (open.size === 0) {
      this.refuse(round);
      return;
    }
    for (const worker of open) this.telling.recall(worker, number);
    this.telling.afterPatience(() => {
      if (this.round === round) this.refuse(round);
    });
  }

  private refuse({ askers }: Round): void {
    this.round = null;
    const refused = this.waiting.filter((worker) => askers.has(worker));
    // Who asked later has not been asked for.
    this.waiting = this.waiting.filter((worker) => !askers.has(worker));
    for (const worker of refused) this.telling.grant(worker, 0);
    this.serve();
  }

  private settleDebt(): void {
    const isOwed = this.free < 0;
    if (isOwed === this.isOwed) return;
    this.isOwed = isOwed;
    for (const worker of this.granted.keys()) this.telling.owe(worker, isOwed);
  }
}
