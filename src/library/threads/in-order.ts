import { setImmediate } from "node:timers/promises";

/** Works on one batch. Several calls may be under way at once. */
export type Lane<Batch, Result> = (batch: Batch) => Promise<Result>;

/** The lane of this thread: after each batch it lets the answers of the other threads in. */
export function laneHere<Batch, Result>(work: Lane<Batch, Result>): Lane<Batch, Result> {
  return async (batch) => {
    const result = await work(batch);
    await setImmediate();
    return result;
  };
}

type Outcome<Result> = { readonly value: Result } | { readonly error: unknown };

/** How far the lanes may be ahead of what was given out, for each of them: it limits what is kept in memory. */
const aheadOfEach = 4;

/**
 * The results of batches in the order of the batches, whichever lane is done first. `take`: the next batch; null: there is none. Where it
 * throws, or a lane rejects, the results before come first, then the error; nothing more is taken.
 */
export async function* inOrder<Batch, Result>(
  take: () => Batch | null,
  lanes: readonly Lane<Batch, Result>[],
): AsyncGenerator<Result> {
  const line = new Line<Result>(aheadOfEach * lanes.length);
  for (const lane of lanes) void work(line, take, lane);
  try {
    for (;;) {
      const outcome = await line.first();
      if (outcome === null) return;
      if ("error" in outcome) throw outcome.error;
      yield outcome.value;
    }
  } finally {
    line.close();
  }
}

async function work<Batch, Result>(
  line: Line<Result>,
  take: () => Batch | null,
  lane: Lane<Batch, Result>,
): Promise<void> {
  for (let place = await line.enter(); place !== null; place = await line.enter()) {
    try {
      const batch = take();
      if (batch === null) return line.leave();
      line.fill(place, { value: await lane(batch) });
    } catch (error) {
      line.close();
      line.fill(place, { error });
    }
  }
}

/** Results that wait for those before them. Once closed, nothing enters, and what has entered is still given out. */
class Line<Result> {
  private readonly outcomes = new Map<number, Outcome<Result>>();
  private readonly most: number;
  private waiting: (() => void)[] = [];
  private entered = 0;
  private given = 0;
  private isClosed = false;

  constructor(most: number) {
    this.most = most;
  }

  /** Resolves with a place once there is room; with null: nothing enters any more. */
  async enter(): Promise<number | null> {
    while (!this.isClosed && this.entered - this.given >= this.most) await this.change();
    if (this.isClosed) return null;
    this.entered += 1;
    return this.entered - 1;
  }

  /** The last that entered has nothing to do, and no other will have. */
  leave(): void {
    this.entered -= 1;
    this.close();
  }

  fill(place: number, outcome: Outcome<Result>): void {
    this.outcomes.set(place, outcome);
    this.changed();
  }

  close(): void {
    this.isClosed = true;
    this.changed();
  }

  /** The next outcome in order; null: there are no more. */
  async first(): Promise<Outcome<Result> | null> {
    for (;;) {
      const outcome = this.outcomes.get(this.given);
      if (outcome !== undefined) {
        this.outcomes.delete(this.given);
        this.given += 1;
        this.changed();
        return outcome;
      }
      if (this.isClosed && this.given === this.entered) return null;
      await this.change();
    }
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private changed(): void {
    const all = this.waiting;
    this.waiting = [];
    for (const one of all) one();
  }
}
