import { pageIds } from "../data/sections.js";
import { byId } from "./mount.js";

const steps: ReadonlyMap<string, readonly [rows: number, cells: number]> = new Map([
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
]);

/** Arrow keys go from cell to cell of a table, Home and End to the ends of a row, and `/` to the text filter. */
export function serveKeys(): void {
  document.addEventListener("keydown", (event) => {
    const from = document.activeElement;
    if (event.ctrlKey || event.metaKey || event.altKey || !(from instanceof HTMLElement)) return;
    if (event.key === "/" && !from.matches("input, select, textarea")) {
      byId(pageIds.filters)?.querySelector("input")?.focus();
      event.preventDefault();
      return;
    }
    const target = neighbour(from, event.key);
    if (target === null) return;
    event.preventDefault();
    target.focus();
  });
}

function neighbour(from: HTMLElement, key: string): HTMLElement | null {
  const cell = from.closest("td[data-cell]");
  const row = cell?.parentElement;
  if (!(cell instanceof HTMLTableCellElement) || !(row instanceof HTMLTableRowElement)) return null;
  if (key === "Home" || key === "End") {
    const links = [...row.cells].flatMap((one) => linkIn(one) ?? []);
    return (key === "Home" ? links[0] : links.at(-1)) ?? null;
  }
  const step = steps.get(key);
  return step === undefined ? null : walk(row, cell.cellIndex, step);
}

/** The next shown cell in a direction: hidden rows and blank cells are passed over. */
function walk(row: HTMLTableRowElement, at: number, [rows, cells]: readonly [number, number]): HTMLElement | null {
  if (cells !== 0) {
    for (let next = at + cells; next > 0 && next < row.cells.length; next += cells) {
      const link = linkIn(row.cells[next]);
      if (link !== null) return link;
    }
    return null;
  }
  let other = rows > 0 ? row.nextElementSibling : row.previousElementSibling;
  while (other instanceof HTMLTableRowElement) {
    const link = other.hidden ? null : linkIn(other.cells[at]);
    if (link !== null) return link;
    other = rows > 0 ? other.nextElementSibling : other.previousElementSibling;
  }
  return null;
}

function linkIn(cell: HTMLTableCellElement | undefined): HTMLElement | null {
  if (cell === undefined || cell.hidden) return null;
  const isBlank = cell.classList.contains("off") && !cell.classList.contains("compared");
  return isBlank ? null : cell.querySelector("a");
}
