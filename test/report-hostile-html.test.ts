import { beforeAll, describe, expect, test } from "vitest";
import { once } from "../src/library/reports/once.js";
import { idOf, placeOf } from "../src/report/html/markup/links.js";
import { pageText } from "../src/report/html/page.js";
import type { Sheet } from "../src/report/sheet/sheet.js";
import { bigRun, sheetOfBigRun } from "./support/big-run.js";
import { expectQuiet, type OpenPage, useBrowser } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { hostileInput } from "./support/hostile-input.js";
import { hostileTexts } from "./support/hostile-texts.js";

/** What stands in a page that did not come from the texts in it. */
type Shape = {
  /** `tag` and `tag attribute`, each once. */
  readonly markup: readonly string[];
  /** The scripts and styles that run. */
  readonly code: readonly string[];
  /** Where links and the like lead, other than to places of the page, to https and to the empty icon. */
  readonly elsewhere: readonly string[];
};

/** What stands below a node of the page. */
const shapeOfScript = (root: string) => `((root) => {
  const markup = new Set();
  const elsewhere = [];
  for (const element of root.querySelectorAll("*")) {
    markup.add(element.localName);
    for (const { name, value } of element.attributes) {
      markup.add(element.localName + " " + name);
      const leads = ["href", "src", "action", "srcset", "xlink:href", "formaction", "data", "poster"].includes(name);
      if (leads && value !== "data:," && !/^(#|https:[/][/])/.test(value)) elsewhere.push(element.localName + " " + name + "=" + value);
    }
  }
  const runs = [...root.querySelectorAll("style, script:not([type]), script[type=module]")];
  return { markup: [...markup].sort(), code: runs.map((one) => one.textContent), elsewhere };
})(${root})`;

const pages = new Map<string, string>();
function pageOf(text: string): string {
  const page = pages.get(text) ?? pageText(hostileInput(text));
  pages.set(text, page);
  return page;
}

const shapeOf = ({ page }: OpenPage) => page.evaluate<Shape>(shapeOfScript("document"));

/** Texts that attack what reads or runs a page: each is shown in a page of its own. The others are shown together, and each is read. */
const actingTexts = hostileTexts.filter(({ attacks }) => ["html", "prototype", "xml", "url", "size"].includes(attacks));
/** Those that attack a page whatever it does with them. */
const markupTexts = hostileTexts.filter(({ attacks }) => ["html", "prototype", "xml"].includes(attacks));
const rowsOf = (texts: typeof hostileTexts) => texts.map(({ name, text }) => [name, text] as const);

/** Several texts as one that stands whole in a name, of which a page has at most 300 UTF-16 units. */
function together(texts: typeof hostileTexts): typeof hostileTexts {
  const joined: (typeof hostileTexts)[number][] = [];
  for (const one of texts) {
    const last = joined.at(-1);
    if (last === undefined || last.text.length + one.text.length >= 300) joined.push(one);
    else joined[joined.length - 1] = { ...last, name: `${last.name}; ${one.name}`, text: `${last.text} ${one.text}` };
  }
  return joined;
}

describe.skipIf(!hasBrowser)(browserTitle("the HTML report of a hostile run"), () => {
  const browser = useBrowser();
  const harmless = pageOf("PLANT");
  let ours: Shape;
  let opened: OpenPage;

  async function expectOnlyOurs(page: OpenPage, own = ours): Promise<void> {
    const { markup, code, elsewhere } = await shapeOf(page);
    // A page of much text packs some of its cells, and says so to readers without a script.
    expect(markup.filter((one) => one !== "noscript" && !own.markup.includes(one))).toEqual([]);
    expect(code).toEqual(own.code);
    expect(elsewhere).toEqual([]);
    await expectQuiet(page);
  }

  beforeAll(async () => {
    opened = await browser.open(harmless);
    ours = await shapeOf(opened);
  });

  test("of a harmless text asks for nothing and leads nowhere", async () => {
    await expectOnlyOurs(opened);
    expect(ours.elsewhere).toEqual([]);
    expect(ours.code.length).toBeGreaterThan(1);
  });

  test.each(rowsOf(actingTexts))("%s", async (_, text) => {
    await opened.show(pageOf(text));
    await expectOnlyOurs(opened);
  });

  test.each(rowsOf(together(hostileTexts.filter((one) => !actingTexts.includes(one)))))("%s", async (_, text) => {
    await opened.show(pageOf(text));
    await expectOnlyOurs(opened);
  });

  describe("shown without script", () => {
    let plain: OpenPage;
    let own: Shape;
    beforeAll(async () => {
      plain = await browser.open(harmless, { script: false });
      own = await shapeOf(plain);
    });

    test.each(rowsOf(together(markupTexts)))("%s", async (_, text) => {
      await plain.show(pageOf(text));
      await expectOnlyOurs(plain, own);
    });
  });

  describe("as it is read without script", () => {
    let reader: OpenPage;
    let own: Shape;
    /** A parser that runs no script reads what stands in `noscript` too. */
    const readShape = (page: string) =>
      reader.page.evaluate<Shape>(
        shapeOfScript(`new DOMParser().parseFromString(${JSON.stringify(page)}, "text/html")`),
      );
    beforeAll(async () => {
      reader = await browser.open("<!doctype html><title>x</title>");
      own = await readShape(harmless);
    });

    const texts = hostileTexts.filter((one) => !actingTexts.includes(one) || markupTexts.includes(one));
    test.each(rowsOf(texts))("%s", async (_, text) => {
      const { markup, code, elsewhere } = await readShape(pageOf(text));
      expect(markup.filter((one) => !own.markup.includes(one) && one !== "noscript")).toEqual([]);
      expect(code).toEqual(own.code);
      expect(elsewhere).toEqual([]);
    });
  });

  describe("drawn by its script, among thousands of cells", () => {
    const sheets = markupTexts.map(({ text }) => hostileInput(text).sheet);
    const mixedCell = ({ cells: [, cell] }: Sheet) => cell?.id ?? "";
    let drawn: OpenPage;
    let cells: readonly (Shape | null)[];
    let oursToo: readonly string[];

    beforeAll(async () => {
      drawn = await browser.open(bigPage([hostileInput("PLANT").sheet]));
      await drawn.page.evaluate(openScript([mixedCell(hostileInput("PLANT").sheet)]));
      await drawn.page.evaluate(drawAll);
      oursToo = (await shapeOf(drawn)).markup;
      await drawn.show(bigPage(sheets));
      cells = await drawn.page.evaluate<(Shape | null)[]>(openScript(sheets.map(mixedCell)));
      await drawn.page.evaluate(drawAll);
    });

    test("the tables", async () => {
      expect(await drawn.page.evaluate('document.querySelectorAll("td[data-cell]").length')).toBeGreaterThan(2000);
      await expectOnlyOurs(drawn, { ...ours, markup: oursToo });
    });

    test.each(markupTexts.map(({ name }, at) => [name, at] as const))("%s", (_, at) => {
      const { markup = null, elsewhere = null } = cells[at] ?? {};
      expect(markup?.filter((one) => !oursToo.includes(one))).toEqual([]);
      expect(elsewhere).toEqual([]);
    });
  });
});

/** Draws every table, as before printing. */
const drawAll = 'dispatchEvent(new Event("beforeprint"))';

const thousandsOfCells = once(() => sheetOfBigRun(bigRun({ models: 10, scenarios: 20 })));

/** The hostile cells among those of a big run. */
function bigPage(sheets: readonly Sheet[]): string {
  const all = [...sheets, thousandsOfCells()];
  const sheet: Sheet = {
    ...(sheets[0] ?? expect.fail("no hostile sheet")),
    models: unique(
      all.flatMap(({ models }) => models),
      ({ name }) => name,
    ),
    columns: unique(
      all.flatMap(({ columns }) => columns),
      ({ id }) => id,
    ),
    scenarios: unique(
      all.flatMap(({ scenarios }) => scenarios),
      ({ id }) => id,
    ),
    cells: unique(
      all.flatMap(({ cells }) => cells),
      ({ id }) => id,
    ),
    pairs: all.flatMap(({ pairs }) => pairs),
  };
  return pageText({ ...hostileInput("PLANT"), sheet, evidence: () => ({ trials: [], leftOut: [] }) });
}

function unique<One>(list: readonly One[], nameOf: (one: One) => string): readonly One[] {
  return [...new Map(list.map((one) => [nameOf(one), one])).values()];
}

/** Goes to each cell; what stands in its page when it is open, null: it did not open within some hundred frames. */
function openScript(cells: readonly string[]): string {
  return `(async () => {
    const shapes = [];
    for (const [id, place] of ${JSON.stringify(cells.map((cell) => [idOf(cell.toWellFormed()), placeOf(cell)]))}) {
      location.hash = "#" + place;
      const page = () => document.getElementById(id);
      for (let frame = 0; frame < 300 && page()?.classList.contains("open") !== true; frame += 1)
        await new Promise(requestAnimationFrame);
      shapes.push(page()?.classList.contains("open") === true ? ${shapeOfScript("page()")} : null);
    }
    return shapes;
  })()`;
}
