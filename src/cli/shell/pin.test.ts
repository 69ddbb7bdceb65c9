import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { log, pin } from "./print.js";

/** Draws as a terminal of `columns` does: printable text, line ends, and the control sequences that the view uses. */
function terminal(columns: number) {
  const rows: string[] = [""];
  let [row, column] = [0, 0];
  const put = (character: string): void => {
    if (column === columns) [row, column] = [row + 1, 0];
    rows[row] =
      `${(rows[row] ?? "").slice(0, column).padEnd(column)}${character}${(rows[row] ?? "").slice(column + 1)}`;
    column += 1;
  };
  return {
    write: (text: string) => {
      for (const [piece] of text.matchAll(/\u001b\[\d*[A-Za-z]|[\s\S]/g)) {
        if (piece === "\n") [row, column] = [row + 1, 0];
        else if (piece === "\r") column = 0;
        else if (piece.endsWith("A") && piece.startsWith("\u001b")) row -= Number(piece.slice(2, -1));
        else if (piece === "\u001b[K") rows[row] = (rows[row] ?? "").slice(0, column);
        else if (piece === "\u001b[J") rows.splice(row, rows.length, (rows[row] ?? "").slice(0, column));
        else put(piece);
        for (let at = 0; at <= row; at += 1) rows[at] ??= "";
      }
    },
    rows: () => rows.map((text) => text.trimEnd()).filter((text, at) => text !== "" || at < rows.length - 1),
  };
}

let screen = terminal(80);
const writes: string[] = [];
beforeEach(() => {
  screen = terminal(80);
  writes.length = 0;
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    writes.push(String(text));
    screen.write(String(text));
    return true;
  });
});
afterEach(() => {
  pin([]);
  vi.restoreAllMocks();
});

test("pinned lines are rewritten in place, in one write each time", () => {
  pin(["one", "two"]);
  pin(["1", "2"]);
  expect(screen.rows()).toEqual(["1", "2"]);
  expect(writes).toHaveLength(2);
  pin(["only"]);
  expect(screen.rows()).toEqual(["only"]);
});

test("what is logged stands above them, and stays", () => {
  log("first");
  pin(["a long line that is pinned", "two"]);
  log("second\nthird");
  pin(["new", "two", "three"]);
  expect(screen.rows()).toEqual(["first", "second", "third", "new", "two", "three"]);
  pin([]);
  expect(screen.rows()).toEqual(["first", "second", "third"]);
});

test("a terminal that became narrower shows nothing twice", () => {
  Object.defineProperty(process.stderr, "columns", { value: 10, configurable: true });
  screen = terminal(10);
  pin(["0123456789abcde", "two"]);
  pin(["short", "two"]);
  expect(screen.rows()).toEqual(["short", "two"]);
  Reflect.deleteProperty(process.stderr, "columns");
});

test("without pinned lines nothing but the text is written", () => {
  log("plain");
  expect(writes).toEqual(["plain\n"]);
});
