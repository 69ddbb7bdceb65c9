import { describe, expect, test } from "vitest";
import type { Sheet, SheetCell } from "../src/report/sheet/sheet.js";
import { bigSheet } from "./support/big-sheet.js";
import { expectQuiet, useBrowser } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { hostileTexts } from "./support/hostile-texts.js";
import { pageOf } from "./support/page-of.js";

/** A sheet with a cell for each hostile text, which stands in every member that comes from outside. Names are cut to 300 UTF-16 units. */
function hostileSheet(): Sheet {
  const base = bigSheet({ models: 1, columns: 1, scenarios: hostileTexts.length, nights: 1 });
  const names = hostileTexts.map(({ text }, at) => `${at} ${text.slice(0, 300)}`);
  const cells = base.cells.map((cell, at) =>
    hostileCell(cell, { name: names[at] ?? "", text: hostileTexts[at]?.text ?? "" }),
  );
  const [first = ""] = names;
  return {
    ...{ ...base, name: first, notice: `${first}. ${first}`, stopped: first, messages: names, cells },
    made: {
      ...base.made,
      command: first,
      run: first,
      commit: first,
      versions: { [first]: first, ["__proto__"]: first },
    },
    models: names.map((name, at) => ({
      name,
      title: hostileTexts[at]?.text.slice(0, 5000) ?? "",
      retired: name.slice(0, 20),
    })),
    columns: names.map((id) => ({ id, provider: id, api: id, detail: id })),
    scenarios: names.map((id) => ({ id, title: id, tags: [id] })),
    pairs: names.map((_, at) => ({
      ...{
        left: cells[at]?.id ?? "",
        right: cells[at]?.id ?? "",
        differs: true,
        requestsEquivalent: false,
        requests: "",
      },
      steps: [
        {
          step: first,
          fields: [],
          equivalent: false,
          resultForms: null,
          leftText: hostileTexts[at]?.text ?? "",
          rightText: null,
        },
      ],
    })),
  };
}

function hostileCell(cell: SheetCell, { name, text }: { readonly name: string; readonly text: string }): SheetCell {
  const line = { what: text.slice(0, 5000), because: text.slice(0, 5000) };
  return {
    ...{ ...cell, id: `${name}/${name}`, model: name, column: name, scenario: name, target: name, observed: "bad" },
    ...{
      providerModelId: name,
      region: name,
      upstreamPin: name,
      reason: name,
      reasonText: text,
      command: text,
      file: name,
    },
    upstreams: [{ name, ok: 0, eligible: 12 }],
    requestIds: [name],
    known: {
      state: "expected",
      bugs: [`https://h5.invalid/${name}`, `javascript:alert(1)${name}`, text.slice(0, 5000)],
    },
    findings:
      cell.findings.length > 0
        ? cell.findings.map((one) => ({ ...one, seen: text, step: name }))
        : [
            {
              ...{
                id: "empty-reply",
                cause: name,
                severity: "bad",
                n: 1,
                seen: text,
                step: name,
                trial: 1,
                checks: [name],
              },
              rule: { severity: name, source: text.slice(0, 5000), date: name },
            },
          ],
    attribution: {
      ...{
        party: "model",
        standing: null,
        leans: null,
        rule: name,
        mark: null,
        decides: null,
        sentence: text.slice(0, 5000),
      },
      ...{ for: [name], against: [name], exonerated: [line], missing: [], controls: [] },
    },
    says: [text.slice(0, 5000), name],
    again: [{ title: name, text, why: name }],
  };
}

describe.skipIf(!hasBrowser)(browserTitle("hostile names and texts in the HTML report"), () => {
  const browser = useBrowser();
  const sheet = hostileSheet();
  const text = pageOf(sheet);

  test.each([true, false])("make no element, no address, no handler and no deed (script: %s)", async (script) => {
    const opened = await browser.open(text, { script });
    const { page } = opened;
    expect(
      await page
        .locator(
          "img, iframe, object, embed, base, template, math, input:not([type=search]), script[src], link:not([rel=icon])",
        )
        .count(),
    ).toBe(0);
    expect(await page.locator("style, script").count()).toBe(5);
    expect(await page.locator("a:not([href^='#']):not([href^='https://'])").count()).toBe(0);
    const attributes = await page
      .locator("*")
      .evaluateAll((all) => [...new Set(all.flatMap((one) => one.getAttributeNames()))]);
    expect(attributes.filter((name) => /^on|^style$|^srcdoc$|^formaction$/.test(name))).toEqual([]);
    const drawn = await page.locator("article.cell").count();
    expect(drawn + (await page.locator("#models a.later").count())).toBe(sheet.cells.length);
    expect(drawn).toBeGreaterThan(10);
    await expectQuiet(opened);
  });

  test("are found: each cell opens from its own link and no other, and the filter takes every name as it is", async () => {
    const opened = await browser.open(text);
    const { page } = opened;
    const lost = await page.evaluate<readonly string[]>(`(async () => {
      const lost = [];
      for (const link of document.querySelectorAll("td[data-cell] a")) {
        location.hash = link.getAttribute("href");
        await new Promise((done) => addEventListener("hashchange", () => setTimeout(done), { once: true }));
        const isOpen = () => document.querySelector("td.open")?.contains(link) === true;
        for (let frames = 0; frames < 300 && !isOpen(); frames += 1) await new Promise(requestAnimationFrame);
        const open = [...document.querySelectorAll(".cell.open")];
        if (open.length !== 1 || open[0].querySelector("h3").id === "" || !document.querySelector("td.open")?.contains(link)) lost.push(link.hash);
      }
      return lost;
    })()`);
    expect(lost).toEqual([]);
    const bidi = String(hostileTexts.findIndex(({ text: one }) => one.includes("\u202e")));
    for (const start of ["0", bidi, String(sheet.models.length - 1)]) {
      await page.selectOption("select[name=model]", { index: 1 + Number(start) });
      expect(await page.textContent("#shown"), start).toBe(`1 of ${sheet.cells.length} cells`);
      const hash = new URL(page.url()).hash;
      await page.click("button[type=reset]");
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await expect.poll(() => page.textContent("#shown")).toBe(`1 of ${sheet.cells.length} cells`);
    }
    await expectQuiet(opened);
  });
});
