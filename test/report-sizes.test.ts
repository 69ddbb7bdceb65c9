import { describe, expect, test } from "vitest";
import { once } from "../src/library/reports/once.js";
import { matrixMarkdown } from "../src/report/markdown.js";
import type { SheetCell } from "../src/report/sheet/sheet.js";
import { bigRun, sheetOfBigRun } from "./support/big-run.js";
import { noisyTrials } from "./support/noisy-trials.js";
import { pageOf } from "./support/page-of.js";

const isFailing = ({ observed }: SheetCell) => observed === "bad" || observed === "mixed";

describe("of a run of 40 models × 10 columns × 40 scenarios, made as any run is,", () => {
  const run = once(() => bigRun());
  const sheet = once(() => sheetOfBigRun(run(), { nights: 30 }));

  test("the HTML report takes at most 400 KB with 30 nights, and draws no table before its script does", () => {
    const text = pageOf(sheet());
    expect(sheet().cells).toHaveLength(16_000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(400_000);
    expect(text).toContain("its tables need a script");
    expect(text.replaceAll(/<(style|script)[^>]*>.*?<\/\1>/gs, "").includes("<tbody>")).toBe(false);
  });

  test("the HTML report takes at most 2.5 MB with 2 MB of trials", () => {
    const trials = noisyTrials(sheet().cells.filter(isFailing), { budget: 2_000_000 });
    expect(trials.length).toBeGreaterThan(200);
    expect(Buffer.byteLength(pageOf(sheet(), { trials, leftOut: [] }))).toBeLessThanOrEqual(2_500_000);
  });

  test("the Markdown report takes at most 250 KB", () => {
    const place = { recordings: "..", html: "report.html", json: "compatibility-matrix.json" };
    const text = matrixMarkdown(run().bundle, place);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(250_000);
    expect(text).toContain("## Summary");
  });
});

describe("a page whose trials do not fit", () => {
  const { cells, ...rest } = sheetOfBigRun(bigRun({ models: 1, scenarios: 6 }));
  const failing = cells.filter(isFailing);
  const others = cells.filter((cell) => !isFailing(cell));
  const trials = noisyTrials([...others, ...failing], { budget: 9_000_000, length: 80_000 });
  const text = pageOf({ ...rest, cells }, { trials, leftOut: [] });
  const shown = new Set([
    ...[...text.matchAll(/<section class="cell trial" id="([^"]+)[/]trial[/]1"/g)].map(([, id]) => id),
    ...packedIn(text),
  ]);

  test("takes at most 2.5 MB, and leaves out those of cells that do not fail first", () => {
    expect(trials).toHaveLength(60);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_500_000);
    expect(failing.length).toBeGreaterThan(10);
    expect(failing.filter(({ id }) => !shown.has(id))).toEqual([]);
    expect(shown.size).toBeGreaterThan(failing.length);
    expect(shown.size).toBeLessThan(60);
  });

  test("says in each of their cells which trials it does not have, and which command prints them", () => {
    for (const { id } of others.filter((cell) => !shown.has(cell.id))) {
      const cell = text.slice(text.indexOf(`<article class="cell" id="${id}"`)).split("</article>")[0];
      expect(cell).toContain("The bytes of trial 1 are not here: they do not fit into this page.");
      expect(cell).toContain(`<code>llm-parity show ${id} --trial 1</code>`);
    }
  });
});

/** The cells whose trials are packed. */
function packedIn(text: string): readonly string[] {
  const [, json = "[]"] = /<script type="application[/]json" id="page-trials">(.*?)<[/]script>/s.exec(text) ?? [];
  const packed: readonly (readonly [string, string])[] = JSON.parse(json);
  return packed.map(([cell]) => cell);
}
