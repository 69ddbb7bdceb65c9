import { describe, expect, test } from "vitest";
import type { Observation } from "../src/recordings/observe.js";
import { differencesOf, keyOf, secondCorpus } from "./support/corpus-2.js";
import type { IndexRow } from "./support/corpus-at.js";
import { waiting } from "./support/indexed-apis.js";

/**
 * Rows where the index and we say different things, each looked at by hand in its bytes: key and column → the index's word, ours,
 * who is right, and why.
 */
const lookedAt: ReadonlyMap<string, readonly [index: string, ours: string, right: "index" | "ours", why: string]> =
  new Map([]);

/** A file that is written by hand, with a brace too few in its first line and its last: the index leaves those lines out. */
const damagedFile = "vercel+ai/packages/openai/src/responses/__fixtures__/parallel-tool-call-wrapper.1.chunks.txt";

type Observed = ReadonlyMap<string, Observation>;

/** Of the rows, the share in which nothing is different, or the index is wrong. */
function agreement(rows: readonly IndexRow[], observed: Observed): number {
  const agreed = rows.filter((row) =>
    differencesOf(row, observed).every(({ key, column }) => lookedAt.get(`${key} ${column}`)?.[2] === "ours"),
  );
  return agreed.length / rows.length;
}

function grouped(rows: readonly IndexRow[], columns: readonly string[]): ReadonlyMap<string, readonly IndexRow[]> {
  const groups = new Map<string, IndexRow[]>();
  for (const row of rows) {
    const name = columns.map((column) => row[column]).join(" ");
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

describe.skipIf(!secondCorpus.isThere)(`import ${secondCorpus.title}, of four more dialects`, () => {
  const all = secondCorpus.isThere ? secondCorpus.index() : [];
  const rows = all.filter(({ API = "", path }) => !waiting.has(API) && path !== damagedFile);

  test("reads every interaction, and nothing that the index does not know", async () => {
    const { observed, damaged } = await secondCorpus.read();
    expect(damaged.map(secondCorpus.below)).toEqual([`${damagedFile}: not JSON: unexpected "{" at position 508`]);
    expect(all).toHaveLength(2204);
    const known = new Set(all.map(keyOf));
    expect([...observed.keys()].filter((key) => !known.has(key))).toEqual([]);
    expect(rows.map(keyOf).filter((key) => !observed.has(key))).toEqual([]);
  });

  test("says what the index says, but for the rows that were looked at by hand", async () => {
    const { observed } = await secondCorpus.read();
    const found = rows
      .flatMap((row) => differencesOf(row, observed))
      .map(({ key, column, index, ours }) => [`${key} ${column}`, index, ours]);
    const known = [...lookedAt].map(([key, [index, ours]]) => [key, index, ours]);
    expect(found.toSorted()).toEqual(known.toSorted());
  });

  test("agrees with 99.5 % of the rows, and with 98 % of each API and each of its hosts", async () => {
    const { observed } = await secondCorpus.read();
    expect(agreement(rows, observed)).toBeGreaterThanOrEqual(0.995);
    for (const columns of [["API"], ["provider"], ["API", "provider"]]) {
      for (const [name, group] of grouped(rows, columns)) {
        expect(agreement(group, observed), name).toBeGreaterThanOrEqual(0.98);
      }
    }
  });
});
