/** A piece of text: the model's reasoning, or what it says to the user. */
export type Segment = { readonly isThought: boolean; readonly text: string };

/** How reasoning stands in a text. `next`: what follows the opening, where the opening alone is an ordinary word. */
type Dialect = {
  readonly open: string;
  readonly close: string;
  readonly next: RegExp | null;
  readonly ignoresCase: boolean;
  readonly source: string;
  readonly date: string;
};

/** The tags that the harness takes for reasoning, each also without its opening, which some templates put into the prompt. */
const tags = ["think", "thinking", "reasoning"].flatMap((name): readonly Dialect[] => {
  const shared = {
    next: null,
    ignoresCase: true,
    source: "DeepSeek provider verifier C02 and C03",
    date: "2026-11-28",
  };
  return [
    { open: `<${name}>`, close: `</${name}>`, ...shared },
    { open: `</${name}>`, close: "", ...shared },
  ];
});

const harmony: readonly Dialect[] = [
  {
    ...{ open: "<|channel|>analysis<|message|>", close: "<|channel|>final<|message|>", next: null, ignoresCase: false },
    ...{ source: "openai/harmony docs/format.md", date: "2026-11-28" },
  },
  {
    ...{ open: "analysis", close: "assistantfinal", next: /^[A-Z<]/, ignoresCase: false },
    ...{ source: "macprovider#743 (the marks are stripped)", date: "2026-11-28" },
  },
];

const dialects = [...tags, ...harmony];

/**
 * Splits a text that arrives in pieces into the reasoning at its start, if there is any, and the rest. Of the text it keeps back only
 * what may still become an opening or a closing. Reasoning counts at the start alone: an answer may write about such tags.
 */
export class ThoughtSplitter {
  private mode: "start" | "thought" | "text" = "start";
  private dialect: Dialect | null = null;
  private pending = "";

  /** The segments that are complete with this piece, in order; none is empty. */
  add(piece: string): readonly Segment[] {
    if (this.mode === "text") return piece === "" ? [] : [{ isThought: false, text: piece }];
    this.pending += piece;
    const found: Segment[] = [];
    while (this.step(found));
    return found.filter(({ text }) => text !== "");
  }

  /** What was kept back, at the end of the text. */
  end(): readonly Segment[] {
    const { pending: text, mode } = this;
    this.pending = "";
    return text === "" ? [] : [{ isThought: mode === "thought", text }];
  }

  /** One change of mode; false: the rest is kept back, or nothing is left. */
  private step(found: Segment[]): boolean {
    if (this.mode === "start") return this.stepAtStart();
    if (this.mode === "thought") return this.stepInThought(found);
    found.push({ isThought: false, text: this.pending });
    this.pending = "";
    return false;
  }

  private stepAtStart(): boolean {
    const text = this.pending.trimStart();
    if (text === "") return false;
    const matches = dialects.map((dialect) => [dialect, openingIn(text, dialect)] as const);
    const begun = matches.find(([, match]) => match === "begun")?.[0];
    if (begun === undefined && matches.some(([, match]) => match === "maybe")) return false;
    this.mode = begun === undefined ? "text" : "thought";
    this.dialect = begun ?? null;
    if (begun !== undefined) this.pending = text.slice(begun.open.length);
    return true;
  }

  private stepInThought(found: Segment[]): boolean {
    const { close = "", ignoresCase = false } = this.dialect ?? {};
    const text = ignoresCase ? this.pending.toLowerCase() : this.pending;
    const at = text.indexOf(close);
    const end = at === -1 ? this.pending.length - heldBack(text, close) : at;
    found.push({ isThought: true, text: this.pending.slice(0, end) });
    this.pending = this.pending.slice(at === -1 ? end : at + close.length);
    if (at === -1) return false;
    this.mode = "start";
    return true;
  }
}

function openingIn(text: string, { open, next, ignoresCase }: Dialect): "no" | "maybe" | "begun" {
  const start = ignoresCase ? text.slice(0, open.length).toLowerCase() : text.slice(0, open.length);
  if (start !== open) return open.startsWith(start) ? "maybe" : "no";
  if (next === null) return "begun";
  const rest = text.slice(open.length);
  if (rest === "") return "maybe";
  return next.test(rest) ? "begun" : "no";
}

/** How many characters at the end of the text may be the beginning of `close`. */
function heldBack(text: string, close: string): number {
  for (let length = Math.min(close.length - 1, text.length); length > 0; length -= 1) {
    if (close.startsWith(text.slice(text.length - length))) return length;
  }
  return 0;
}
