import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Sheet } from "../src/report/sheet/sheet.js";
import { bigSheet } from "./support/big-sheet.js";
import { axe, expectQuiet, type OpenPage, useBrowser } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { pageOf } from "./support/page-of.js";

const sheet = bigSheet({ models: 3, columns: 4, scenarios: 5, nights: 6, seed: 3 });
const text = pageOf({ ...sheet, notice: "SIMULATED: no vendor traffic. It is a simulator.", origin: "simulated" });
/** Few cells of every kind: axe-core looks at each element of a page. */
const few = bigSheet({ models: 2, columns: 2, scenarios: 3, nights: 3, seed: 4 });
const fewText = pageOf(few);
const idOf = (of: Sheet, at: number) => of.cells[at]?.id ?? "";
const fewUrgent = few.cells.find(({ observed }) => observed === "mixed")?.id ?? "";
const urgent = sheet.cells.find(({ observed }) => observed === "mixed")?.id ?? "";

/** The id of what has the focus: of a cell's page, or of the cell that a link leads to. */
const focused = (page: Page) =>
  page.evaluate<string>(
    "document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.name || ''",
  );
const shown = (page: Page) => page.textContent("#shown");
const openCell = (page: Page) => page.locator(".cell.open");
const matching = (page: Page) => page.locator("#models td[data-cell]:not(.off) a:visible").count();

describe.skipIf(!hasBrowser)(browserTitle("the HTML report in Chromium"), () => {
  const browser = useBrowser();

  describe.each([390, 1280] as const)("at %i px", (width) => {
    let opened: OpenPage;
    beforeAll(async () => {
      opened = await browser.open(fewText, { width });
    });

    test.each(["light", "dark"] as const)(
      "in %s has no fault that axe-core finds, closed, filtered and open, and is no wider",
      async (colorScheme) => {
        const { page } = opened;
        await page.emulateMedia({ colorScheme });
        expect(await axe(opened)).toEqual([]);
        await page.click("button.tile[data-state=mixed]");
        expect(await axe(opened)).toEqual([]);
        await page.click(`#models a[href="#${fewUrgent}"]`);
        await openCell(page).waitFor();
        expect(await axe(opened)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
        await page.keyboard.press("Escape");
        await page.click("button.tile[data-state=mixed]");
        await expectQuiet(opened);
      },
    );
  });

  test("filters by tile, list and words together, says how many cells it shows, and keeps the filter in the address", async () => {
    const { page, show } = await browser.open(text);
    expect(await shown(page)).toBe("All 60 cells");
    await page.click("button.tile[data-state=ok]");
    await page.selectOption("select[name=provider]", "provider-1");
    await page.fill("input[name=text]", "model-2 chat");
    const expected = sheet.cells.filter(
      ({ observed, model, column }) => observed === "ok" && model === "model-2" && column.startsWith("provider-1 "),
    ).length;
    expect(await shown(page)).toBe(`${expected} of 60 cells`);
    expect(await matching(page)).toBe(expected);
    const address = new URL(page.url()).hash;
    expect(address).toBe("#?text=model-2+chat&state=ok&provider=provider-1");

    await show(text);
    await page.goto(`${page.url().split("#")[0]}${address}`);
    expect(await shown(page)).toBe(`${expected} of 60 cells`);
    expect(await page.getAttribute("button.tile[data-state=ok]", "aria-pressed")).toBe("true");
    await page.click("button[type=reset]");
    expect(await shown(page)).toBe("All 60 cells");
    expect(new URL(page.url()).hash).toBe("");
  });

  test("opens a cell from its address, and gives the focus back to the cell when it is closed", async () => {
    const { page } = await browser.open(text);
    await page.goto(`${page.url()}#${urgent}?state=mixed`);
    await openCell(page).waitFor();
    expect(await focused(page)).toBe(urgent);
    await page.keyboard.press("Escape");
    expect(await openCell(page).count()).toBe(0);
    expect(await focused(page)).toBe(`#${urgent}`);
    expect(new URL(page.url()).hash).toBe("#?state=mixed");
  });

  test("is used by the keyboard alone: every cell by Tab or arrows, into it, and back", async () => {
    const { page } = await browser.open(text);
    const reached = new Set<string>();
    for (let presses = 0; presses < 200 && reached.size < sheet.cells.length; presses += 1) {
      await page.keyboard.press("Tab");
      const place = await page.evaluate<string | null>(
        "document.activeElement.closest('td[data-cell]') === null ? null : document.activeElement.getAttribute('href')",
      );
      if (place !== null) reached.add(place);
    }
    expect(reached.size).toBe(sheet.cells.length);

    await page.focus(`#models a[href="#${idOf(sheet, 0)}"]`);
    for (const [key, at] of [
      ["ArrowRight", 1],
      ["ArrowDown", 5],
      ["ArrowLeft", 4],
      ["End", 7],
      ["Home", 4],
      ["ArrowUp", 0],
    ] as const) {
      await page.keyboard.press(key);
      expect(await focused(page), key).toBe(`#${idOf(sheet, at)}`);
    }
    await page.keyboard.press("Enter");
    await openCell(page).waitFor();
    expect(await focused(page)).toBe(idOf(sheet, 0));
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe(`#${idOf(sheet, 0)}`);
    await page.keyboard.press("/");
    expect(await focused(page)).toBe("text");
  });

  test("is whole without a script: tables, and a cell from its address", async () => {
    const { page } = await browser.open(text, { script: false });
    expect(await page.locator("#models td[data-cell] a:visible").count()).toBe(60);
    expect(await page.locator("form.filters:visible").count()).toBe(0);
    await page.click(`#models a[href="#${urgent}"]`);
    expect(await page.locator(".cell:visible").count()).toBe(1);
    await page.click(".cell:visible .close");
    expect(await page.locator(".cell:visible").count()).toBe(0);
  });

  test("opens a cell whose page is packed, and without a script says which cells have theirs", async () => {
    const many = bigSheet({ models: 3, columns: 5, scenarios: 10, nights: 20 });
    const manyText = pageOf(many);
    const opened = await browser.open(manyText);
    const { page } = opened;
    const link = page.locator("#models a.later").last();
    const id = (await link.getAttribute("href"))?.slice(1) ?? "";
    await link.click();
    await openCell(page).waitFor();
    expect(await focused(page)).toBe(id);
    expect(await openCell(page).textContent()).toContain(id);
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe(`#${id}`);
    await expectQuiet(opened);
    const plain = await browser.open(manyText, { script: false });
    expect(await plain.page.locator("noscript .note:visible").textContent()).toContain("of 150 cells");
  });

  test("prints its notice, its tables and the cells that need a look, unfolded, with no drawer over them", async () => {
    const { page } = await browser.open(text);
    await page.click(`#models a[href="#${urgent}"]`);
    await openCell(page).waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".notice:visible").count()).toBe(1);
    expect(await page.locator("form.filters:visible, .close:visible, .copy button:visible").count()).toBe(0);
    const urgentCells = sheet.cells.filter(({ observed }) => observed === "mixed" || observed === "bad").length;
    expect(await page.locator(".cell:visible").count()).toBe(urgentCells);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.cell.open')).position")).toBe("static");
  });

  test("draws many cells as they are looked at: filtered by its address, a cell opened, closed, and printed", async () => {
    const big = bigSheet({ models: 13, columns: 10, scenarios: 20, nights: 2 });
    const opened = await browser.open(pageOf(big));
    const { page } = opened;
    const bad = big.cells.filter(({ observed }) => observed === "bad");
    const last = bad.at(-1)?.id ?? "";
    await page.goto(`${page.url()}#?state=bad`);
    await expect.poll(() => shown(page)).toBe(`${bad.length} of 2,600 cells`);
    expect(await page.locator("svg.strip").count()).toBe(130);
    await page.goto(`${page.url().split("#")[0]}#${last}`);
    await openCell(page).waitFor();
    expect(await openCell(page).textContent()).toContain("0 of 12 ok");
    expect(await openCell(page).textContent()).toContain("The comparisons made here do not decide it.");
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe(`#${last}`);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("table.cells").count()).toBe(13);
    await expectQuiet(opened);
  });
});
