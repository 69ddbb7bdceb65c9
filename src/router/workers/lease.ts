import type { Occupancy } from "../serve/occupancy.js";

/** What a worker says about its part of a limit. */
type Saying = {
  readonly ask: () => void;
  readonly giveBack: (count: number) => void;
  /** The answer to a recall. */
  readonly spare: (count: number, round: number) => void;
};

type Waiting = (isIn: boolean) => void;

/**
 * A worker's part of a limit that holds for all workers together ({@link Quota}). What fits into it is let in at once; what does not
 * waits for the answer of the primary.
 */
export class Lease implements Occupancy {
  private readonly saying: Saying;
  private granted = 0;
  private used = 0;
  private isOwed = false;
  private readonly waiting: Waiting[] = [];
  /** How many of those waiting the last question was for; null: none is open. */
  private askedFor: number | null = null;

  constructor(saying: Saying) {
    this.saying = saying;
  }

  enter(): boolean | Promise<boolean> {
    if (this.used < this.granted) {
      this.used += 1;
      return true;
    }
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.ask();
    });
  }

  leave(): void {
    this.used -= 1;
    if (this.isOwed) this.giveBack();
    else this.admit();
  }

  /** The answer to a question; 0: whoever waited when it was asked is refused. */
  take(count: number): void {
    const asked = this.askedFor ?? 0;
    this.askedFor = null;
    this.granted += count;
    this.admit();
    if (count === 0) for (const refuse of this.waiting.splice(0, asked)) refuse(false);
    if (this.waiting.length > 0) this.ask();
  }

  /** Gives back half of what is not used, and at least one if there is any. */
  recall(round: number): void {
    const spared = Math.ceil((this.granted - this.used) / 2);
    this.granted -= spared;
    this.saying.spare(spared, round);
  }

  /** The limit has become smaller: all that is not used is given back, until it is paid. */
  owe(isOwed: boolean): void {
    this.isOwed = isOwed;
    if (isOwed) this.giveBack();
    else this.admit();
  }

  private ask(): void {
    if (this.askedFor !== null) return;
    this.askedFor = this.waiting.length;
    this.saying.ask();
  }

  private admit(): void {
    while (this.used < this.granted) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      if (this.askedFor !== null && this.askedFor > 0) this.askedFor -= 1;
      this.used += 1;
      next(true);
    }
  }

  private giveBack(): void {
    const spared = this.granted - this.used;
    if (spared <= 0) return;
    this.granted -= spared;
    this.saying.giveBack(spared);
  }
}
