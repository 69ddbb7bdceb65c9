import type { Found } from "../../../recordings/walk-files.js";

/** How much of a walk one batch holds, at most. */
const mostFiles = 8;
const mostBytes = 256 * 1024;

/** What a walk finds, looked at ahead and taken in batches. Where the walk throws, what was found before comes first. */
export class FoundQueue {
  private readonly walk: Iterator<Found>;
  private readonly ahead: Found[] = [];
  private fault: { readonly error: unknown } | null = null;
  private isOver = false;

  constructor(walk: Iterator<Found>) {
    this.walk = walk;
  }

  /** Looks ahead until there are so many bytes; returns how many there are. A file counts as one byte at least. */
  bytesAhead(enough: number): number {
    let bytes = this.ahead.reduce((sum, one) => sum + weightOf(one), 0);
    while (bytes < enough && this.look()) bytes += weightOf(this.ahead.at(-1));
    return bytes;
  }

  /** The next batch; null: there is nothing more. Throws what the walk threw. */
  take(): readonly Found[] | null {
    const batch: Found[] = [];
    for (let bytes = 0; batch.length < mostFiles && bytes < mostBytes; ) {
      if (this.ahead.length === 0 && !this.look()) break;
      const one = this.ahead.shift();
      if (one === undefined) break;
      batch.push(one);
      bytes += weightOf(one);
    }
    if (batch.length > 0) return batch;
    if (this.fault !== null) throw this.fault.error;
    return null;
  }

  /** All that is left, one at a time. Throws what the walk threw. */
  *rest(): Generator<Found> {
    for (let batch = this.take(); batch !== null; batch = this.take()) yield* batch;
  }

  private look(): boolean {
    if (this.isOver) return false;
    try {
      const { done, value } = this.walk.next();
      if (done !== true) this.ahead.push(value);
      else this.isOver = true;
    } catch (error) {
      this.fault = { error };
      this.isOver = true;
    }
    return !this.isOver;
  }
}

function weightOf(found: Found | undefined): number {
  return found?.kind === "path" ? Math.max(1, found.sizeBytes) : 1;
}
