import { displayWidth, splitAt, withoutFirst } from "./display-width.js";

/**
 * A text as lines of at most `width` columns: broken between words, else behind a hyphen or a slash, else inside a word. Later lines
 * of a paragraph are indented as its first one, and by `hanging` spaces more, as far as the width allows. A line that fits stays.
 */
export function wrapped(text: string, width: number, hanging = 0): readonly string[] {
  return text.split("\n").flatMap((line) => {
    if (displayWidth(line) <= width) return [line.trimEnd()];
    const own = /^ */.exec(line)?.[0].length ?? 0;
    const most = Math.floor(width / 4);
    return wrapLine(line.slice(own), { first: Math.min(own, most), further: Math.min(own + hanging, most), width });
  });
}

/** The pieces of a text that a break may part. */
export function piecesOf(text: string): readonly string[] {
  return text.split(/\s+/).flatMap((word) => word.split(afterJoint));
}

/** The first lines, as many as allowed; the last one ends with `…` where more would follow. */
export function clipLines(
  lines: readonly string[],
  { most, width }: { readonly most: number; readonly width: number },
): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${splitAt(lines[most - 1] ?? "", width - 1).head}…`];
}

/** Behind a joint between letters, as in `chat-completions` and `kimi-k2.5/bedrock`. */
const afterJoint = /(?<=[\p{L}\p{N}][-/:,])(?=[\p{L}\p{N}])/u;

type Room = { readonly first: number; readonly further: number; readonly width: number };

function wrapLine(line: string, { first, further, width }: Room): readonly string[] {
  const lines: string[] = [];
  const room = () => Math.max(1, width - (lines.length === 0 ? first : further));
  let current = "";
  for (const { glue, piece } of partsOf(line, width - further)) {
    if (displayWidth(current + glue + piece) <= room()) {
      current += current === "" ? piece : glue + piece;
      continue;
    }
    if (current !== "") lines.push(current);
    current = "";
    for (let rest = piece; rest !== ""; ) {
      if (current !== "") lines.push(current);
      ({ head: current, rest } = splitOrDrop(rest, room()));
    }
  }
  return [...lines, current].map((one, at) => `${" ".repeat(at === 0 ? first : further)}${one}`.trimEnd());
}

/** The words of a line; one that is wider than a whole line is parted at its joints. */
function partsOf(line: string, width: number): readonly { readonly glue: string; readonly piece: string }[] {
  return line.split(/ +/).flatMap((word) =>
    (displayWidth(word) <= width ? [word] : word.split(afterJoint)).map((piece, at) => ({
      glue: at === 0 ? " " : "",
      piece,
    })),
  );
}

/** A cluster that is wider than a line cannot be shown: `…` stands in its place. */
function splitOrDrop(text: string, width: number): { readonly head: string; readonly rest: string } {
  const split = splitAt(text, width);
  return split.head === "" && split.rest !== "" ? { head: "…", rest: withoutFirst(text) } : split;
}
