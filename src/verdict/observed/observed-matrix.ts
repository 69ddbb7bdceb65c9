import { groupBy } from "../../chat/group-by.js";
import type { Layer } from "../checks/rule.js";
import { byWeight, findingKey } from "../count-findings.js";
import type { FindingId } from "../verdict.js";
import type { FoundIn } from "./judge-exchange.js";
import type { PromptTokens } from "./prompt-tokens.js";
import type { ObservedAttribution } from "./sample-tally.js";
import type { ObservedCell } from "./tally.js";

/** An interaction that cannot be read, or a file. `interaction` null: the file, or what it lost; `line` null: not known. */
export type UnreadPart = {
  readonly file: string;
  readonly interaction: number | null;
  readonly line: number | null;
  readonly reason: string;
};

/**
 * What an observed matrix was made from. Every file is counted once, and every interaction: as an exchange, as skipped, or as
 * unread.
 */
export type ObservedCounts = {
  readonly files: number;
  /** Files that are not recordings of a known format. */
  readonly otherFiles: number;
  /** Files by format. */
  readonly formats: { readonly [format: string]: number };
  /** Those that were found, readable or not. */
  readonly interactions: number;
  /** Interactions that an adapter could read. */
  readonly exchanges: number;
  /** Interactions that are not exchanges of a supported API, by reason and API. */
  readonly skipped: { readonly [reason: string]: number };
  /** Judged exchanges of which the recording has lost something, by what it lost (`status`, `frames`, …). */
  readonly losses: { readonly [loss: string]: number };
  /** A message for each part of `unread`, in the same order: its place and the reason. */
  readonly damaged: readonly string[];
  readonly unread: readonly UnreadPart[];
  /** Prompts that were counted and answered in one recording; absent: there are none. */
  readonly promptTokens?: readonly PromptTokens[];
};

/** How many interactions cannot be read; what a file lost without a number is not counted. */
export function unreadInteractions({ unread }: ObservedCounts): number {
  return unread.filter(({ interaction }) => interaction !== null).length;
}

/** Recorded exchanges laid out: rows by who answered, columns by the kind of request. */
export type ObservedMatrix = {
  readonly counts: ObservedCounts;
  /** Which findings make an exchange bad. */
  readonly layer: Layer;
  /** The kinds of request that occur, from easy to hard. */
  readonly shapes: readonly string[];
  readonly rows: readonly ObservedRow[];
  readonly findings: readonly FindingTotal[];
  readonly cells: readonly ObservedCell[];
  /** Whose fault each failing or refused cell is, by the other recordings. */
  readonly attributions: ReadonlyMap<ObservedCell, ObservedAttribution>;
};

/** The cells of one model, provider, API, upstream and source. */
export type ObservedRow = {
  readonly model: string;
  readonly provider: string;
  readonly api: string;
  readonly upstream: string | null;
  readonly source: ObservedCell["source"];
  /** One cell for each shape; null: no recording has such a request. */
  readonly cells: readonly (ObservedCell | null)[];
};

/** A finding over all cells: in how many exchanges and cells it occurs, and its first places. */
export type FindingTotal = {
  readonly id: FindingId;
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  readonly exchanges: number;
  readonly cells: number;
  readonly seen: string;
  readonly places: readonly FoundIn[];
};

/** Lays cells out, rows in the order of `cells` and columns in the order of `shapeOrder`. */
export function observedMatrix(
  cells: readonly ObservedCell[],
  {
    counts,
    shapeOrder,
    attributionOf,
    layer,
  }: {
    readonly layer: Layer;
    readonly counts: ObservedCounts;
    readonly shapeOrder: readonly string[];
    readonly attributionOf: (cell: ObservedCell) => ObservedAttribution | null;
  },
): ObservedMatrix {
  const shapes = shapeOrder.filter((shape) => cells.some((cell) => cell.shape === shape));
  return {
    layer,
    counts,
    shapes,
    rows: [...groupBy(cells, rowKey).values()].map((row) => rowOf(row, shapes)),
    findings: totalsOf(cells),
    cells,
    attributions: new Map(
      cells.flatMap((cell) => {
        const attribution = attributionOf(cell);
        return attribution === null ? [] : [[cell, attribution] as const];
      }),
    ),
  };
}

function rowKey({ model, provider, api, upstream, source }: ObservedCell): string {
  return JSON.stringify([model, provider, api, upstream, source]);
}

function rowOf(cells: readonly ObservedCell[], shapes: readonly string[]): ObservedRow {
  const [first] = cells;
  if (first === undefined) throw new RangeError("a row needs at least one cell");
  const { model, provider, api, upstream, source } = first;
  return {
    model,
    provider,
    api,
    upstream,
    source,
    cells: shapes.map((shape) => cells.find((cell) => cell.shape === shape) ?? null),
  };
}

function totalsOf(cells: readonly ObservedCell[]): readonly FindingTotal[] {
  const totals = new Map<string, FindingTotal>();
  for (const { findings } of cells) {
    for (const { id, cause, severity, n, seen, places } of findings) {
      const key = findingKey({ id, cause, severity });
      const known = totals.get(key) ?? { id, cause, severity, exchanges: 0, cells: 0, seen, places: [] };
      totals.set(key, {
        ...known,
        exchanges: known.exchanges + n,
        cells: known.cells + 1,
        places: [...known.places, ...places].slice(0, 5),
      });
    }
  }
  return [...totals.values()].sort(byWeight(({ exchanges }) => exchanges));
}
