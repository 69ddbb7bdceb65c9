import { giveUp } from "./give-up.js";

/** The most lines that begin a node, or are blank: far fewer lexemes than the limit for a file. */
const maxLines = 50_000;

/** A place in a document: at the start of its next line that is not blank. */
export class Lines {
  readonly text: string;
  /** The offset of the line's start. */
  start = 0;
  /** How many spaces begin the line; -1: the document has ended. */
  indent = -1;
  private seen = 0;

  constructor(text: string) {
    this.text = text;
    this.moveTo(0);
  }

  get hasEnded(): boolean {
    return this.indent === -1;
  }

  /** The offset of the first character after the spaces of the line. */
  get content(): number {
    return this.start + this.indent;
  }

  /** The offset of the break that ends the line of an offset. */
  endOf(offset: number): number {
    const found = this.text.indexOf("\n", offset);
    return found === -1 ? this.text.length : found;
  }

  /** Goes to the first line from this offset on that is not blank. */
  moveTo(offset: number): void {
    let start = offset;
    while (this.text.charCodeAt(start) === newline) {
      start += 1;
      this.count();
    }
    this.count();
    this.start = start;
    const content = this.afterSpaces(start);
    this.indent = start >= this.text.length ? -1 : content - start;
    if (this.indent !== -1 && this.isEnd(content)) giveUp("a line of spaces");
  }

  /** The first offset from this one on that holds no space. */
  afterSpaces(offset: number): number {
    let end = offset;
    while (this.text.charCodeAt(end) === space) end += 1;
    return end;
  }

  /** True at a break and at the end of the text. */
  isEnd(offset: number): boolean {
    return offset >= this.text.length || this.text.charCodeAt(offset) === newline;
  }

  /** True at a dash that begins an item with content in its line. */
  isItem(offset: number): boolean {
    return this.text.charCodeAt(offset) === dash && this.text.charCodeAt(offset + 1) === space;
  }

  private count(): void {
    this.seen += 1;
    if (this.seen > maxLines) giveUp("many lines");
  }
}

const newline = 10;
const space = 32;
const dash = 45;
