/**
 * A ring of things that come and go often, of which each is one itself. A Set or a Map would keep what was deleted from it alive, with
 * all that it refers to, until its table is collected: for short streams that was a tenth of the whole work (Node 20.20, 2026-11).
 */
export class Ring {
  next: Ring = this;
  private previous: Ring = this;

  insert(one: Ring): void {
    one.next = this;
    one.previous = this.previous;
    this.previous.next = one;
    this.previous = one;
  }

  remove(): void {
    this.previous.next = this.next;
    this.next.previous = this.previous;
    this.next = this;
    this.previous = this;
  }

  isEmpty(): boolean {
    return this.next === this;
  }
}
