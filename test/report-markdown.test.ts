import { beforeAll, describe, expect, test } from "vitest";
import { replaySuite } from "../src/index.js";
import type { PagePlace } from "../src/report/markdown/page-place.js";
import { matrixMarkdown } from "../src/report/markdown.js";
import { type BigRunOptions, bigRun } from "./support/big-run.js";
import { expectQuiet } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { cmarkTitle, hasCmark } from "./support/cmark.js";
import { useGithub } from "./support/github-markdown.js";

const place: PagePlace = { recordings: "..", html: "report.html", json: "compatibility-matrix.json" };
const big = (options: BigRunOptions) => matrixMarkdown(bigRun({ models: 5, ...options }).bundle, place);

const pages = new Map<string, string>();
beforeAll(async () => {
  for (const suite of ["seed", "full"]) pages.set(suite, (await replaySuite({ suite })).markdown);
  pages.set("a big one", big({}));
  pages.set("a big one of which all fails", big({ shares: { silent: 1 } }));
});

describe("the report of a run stays a page that a person reads:", () => {
  test.each([
    ["seed", 60_000],
    ["full", 60_000],
    ["a big one", 240_000],
    ["a big one of which all fails", 240_000],
  ])("%s has at most %i bytes", (name, most) => {
    expect(Buffer.byteLength(pages.get(name) ?? "")).toBeLessThanOrEqual(most);
    expect(pages.get(name)).toContain("## Summary");
  });

  test("of 2,000 failing cells, the first are shown in full, the next in a row, and the rest is counted", () => {
    const page = pages.get("a big one of which all fails") ?? "";
    expect(page).toContain(
      "**2000 of 2000 measured cells fail; 0 of 200 comparable rows (a model and a scenario) work in one column and fail in another.**",
    );
    expect(page.match(/^### model-\d+, /gm)).toHaveLength(20);
    expect(page).toContain("And 1900 more failing cells: the JSON next to this page has them all.");
    expect(pages.get("a big one")).toMatch(/And \d+ more failing cells, in \d+ more rows like these/);
  });

  test("every link inside a page leads to a place of it, and no place is there twice", () => {
    for (const [name, page] of pages) {
      const places = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
      const headings = [...page.matchAll(/^#{2,3} (.+)$/gm)].map(([, words = ""]) => slugOf(words));
      const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
      expect(new Set(places).size, name).toBe(places.length);
      expect(
        links.filter((target) => !places.includes(target) && !headings.includes(target ?? "")),
        name,
      ).toEqual([]);
    }
  });
});

/** The anchor that GitHub gives a heading. */
function slugOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

describe.skipIf(!hasCmark || !hasBrowser)(cmarkTitle(browserTitle("as GitHub shows it")), () => {
  const github = useGithub();

  test.each([390, 1280] as const)(
    "at %i pixels nothing is removed, asked for, or wider than its box",
    async (width) => {
      const page = await github("", { width });
      for (const [name, markdown] of pages) {
        await page.showMarkdown(markdown);
        expect(await page.removed(), name).toEqual([]);
        expect(await page.stickingOut(), name).toEqual([]);
        await expectQuiet(page, name);
      }
    },
  );

  test.each([390, 1280] as const)("at %i pixels the table of what fails needs no scrolling", async (width) => {
    const page = await github(pages.get("seed") ?? "", { width });
    expect((await page.scrolled()).filter((table) => table.includes("what fails"))).toEqual([]);
  });

  test("a cell of the summary leads to all that is known of it", async () => {
    const page = await github(pages.get("seed") ?? "");
    const target = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
    await page.page.click(`table a[href="#${target}"]`);
    const top = await page.page.evaluate<number>(
      `document.getElementById(${JSON.stringify(target)}).getBoundingClientRect().top`,
    );
    expect(Math.abs(top)).toBeLessThan(40);
  });
});
