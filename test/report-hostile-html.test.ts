import { beforeAll, describe, expect, test } from "vitest";
import { pageText } from "../src/report/html/page.js";
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

const shapeScript = `(() => {
  const markup = new Set();
  const elsewhere = [];
  for (const element of document.querySelectorAll("*")) {
    markup.add(element.localName);
    for (const { name, value } of element.attributes) {
      markup.add(element.localName + " " + name);
      const leads = ["href", "src", "action", "srcset", "xlink:href", "formaction", "data", "poster"].includes(name);
      if (leads && value !== "data:," && !/^(#|https:[/][/])/.test(value)) elsewhere.push(element.localName + " " + name + "=" + value);
    }
  }
  const runs = [...document.querySelectorAll("style, script:not([type]), script[type=module]")];
  return { markup: [...markup].sort(), code: runs.map((one) => one.textContent), elsewhere };
})()`;

const pageOf = (text: string) => pageText(hostileInput(text));
const shapeOf = ({ page }: OpenPage) => page.evaluate<Shape>(shapeScript);

describe.skipIf(!hasBrowser)(browserTitle("the HTML report of a hostile run"), () => {
  const browser = useBrowser();
  let scripted: OpenPage;
  let plain: OpenPage;
  let ours: { readonly scripted: Shape; readonly plain: Shape };

  beforeAll(async () => {
    const page = pageOf("PLANT");
    scripted = await browser.open(page);
    plain = await browser.open(page, { script: false });
    ours = { scripted: await shapeOf(scripted), plain: await shapeOf(plain) };
  });

  test("of a harmless text asks for nothing and leads nowhere", async () => {
    await expectQuiet(scripted);
    expect(ours.scripted.elsewhere).toEqual([]);
    expect(ours.scripted.code.length).toBeGreaterThan(1);
  });

  test.each(hostileTexts.map(({ name, text }) => [name, text] as const))("%s", async (_, text) => {
    const page = pageOf(text);
    for (const [opened, own] of [
      [scripted, ours.scripted],
      [plain, ours.plain],
    ] as const) {
      await opened.show(page);
      const { markup, code, elsewhere } = await shapeOf(opened);
      expect(markup.filter((one) => !own.markup.includes(one))).toEqual([]);
      expect(code).toEqual(own.code);
      expect(elsewhere).toEqual([]);
      await expectQuiet(opened);
    }
  });
});
