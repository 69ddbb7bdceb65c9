/** The last response in curl's output. All texts are latin-1: a character for each byte. */
type CurlResponse = {
  /** Where the first line about a response begins; before it is what was sent. */
  readonly start: number;
  readonly status: number;
  /** With the status line and the empty line. */
  readonly head: string;
  readonly body: string;
  readonly notes: readonly string[];
};

const statusLine = /^(?:< )?HTTP\/[\d.]+ (\d{3})(?: [^\r\n]*)?\r?$/m;

/**
 * The final response: the answers of a proxy, `100 Continue` and redirects come before it. `-i` prints the headers bare, `-v`
 * after `< `, with lines of its own (`* …`, `{ [5 bytes data]`) between; both together print them twice. null: no response.
 */
export function responseIn(text: string): CurlResponse | null {
  const first = statusLine.exec(text);
  if (first === null) return null;
  const skipped: number[] = [];
  let at = first.index;
  for (;;) {
    const block = blockAt(text, at);
    const status = Number(statusLine.exec(text.slice(at, at + 64))?.[1] ?? 0);
    const next = nextBlock(text, block.end, status);
    if (next === null) {
      const notes = skipped.some((one) => one >= 300 && one < 400) ? ["a redirect came before; it was followed"] : [];
      const body = block.isMarked ? withoutOwnLines(text.slice(block.end)) : withoutEnding(text.slice(block.end));
      return { start: first.index, status, head: block.head, body, notes };
    }
    skipped.push(status);
    at = next;
  }
}

type Block = { readonly head: string; readonly end: number; readonly isMarked: boolean };

/** The headers from a status line to the empty line, without curl's marks. `end`: where the body begins. */
function blockAt(text: string, start: number): Block {
  const isMarked = text.startsWith("< ", start);
  const lines: string[] = [];
  let at = start;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline === -1 ? text.length : newline + 1;
    const line = text.slice(at, end).replace(/\r?\n$/, "");
    at = end;
    if (isMarked && !line.startsWith("<")) continue;
    const plain = isMarked ? line.replace(/^< ?/, "") : line;
    if (plain.trim() === "") return { head: `${lines.join("\n")}\n\n`, end: at, isMarked };
    lines.push(plain);
  }
  return { head: lines.join("\n"), end: text.length, isMarked };
}

/**
 * Where another response begins: after an answer that is not the last (1xx, a redirect, a proxy's, a demand for credentials), or
 * right after these headers, which `-i` repeats. null: what follows is the body.
 */
function nextBlock(text: string, from: number, status: number): number | null {
  const found = statusLine.exec(text.slice(from));
  if (found === null) return null;
  const between = text.slice(from, from + found.index);
  const own = between.split("\n").every((line) => line.trim() === "" || /^[*<>{}](?: |\s*$)/.test(line));
  const isPassing = status < 200 || (status >= 300 && status < 400) || status === 401 || status === 407;
  return own || isPassing ? from + found.index : null;
}

/** The lines that `-v` writes to the error output, which land between those of the body. */
function withoutOwnLines(body: string): string {
  return withoutEnding(body.replace(/^(?:[{}] \[\d+ bytes data\]|\* [^\n]*)\r?\n/gm, "").replace(/^<\s*\r?\n/gm, ""));
}

/** `* Connection #0 to host … left intact` follows the last byte of the body, on its line. */
function withoutEnding(body: string): string {
  return body.replace(/\n?(?:\* (?:Connection #\d+ to host|Closing connection|TLSv|Curl_)[^\n]*(?:\n|$))+$/, "");
}
