// What the HTML report of 16,000 cells takes in Chromium: `npx tsx test/bench/report-page.mjs`. Medians of five, on an idle machine.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { reportTools } from "../../src/library/reports/report-tools.js";
import { pageText } from "../../src/report/html/page.js";
import { bigRun, sheetOfBigRun } from "../support/big-run.js";

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const evidence = () => ({ trials: [], leftOut: [] });
const text = pageText({ sheet: sheetOfBigRun(bigRun(), { nights: 30 }), evidence, tools: reportTools(() => []) });
const folder = mkdtempSync(join(tmpdir(), "report-page-"));
const file = join(folder, "report.html");
writeFileSync(file, text);
console.log(`size: ${Buffer.byteLength(text)} bytes`);

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const opened = [];
  const filtered = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const begin = performance.now();
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(
      () =>
        document.querySelectorAll(".strip").length > 0 &&
        /All/.test(document.querySelector("#shown")?.textContent ?? ""),
    );
    opened.push(performance.now() - begin);
    for (const step of [
      () => document.querySelector("button.tile[data-state=mixed]")?.click(),
      () => type("scenario-7"),
      () => type("bedrock converse"),
      () => document.querySelector("form.filters button[type=reset]")?.click(),
    ])
      filtered.push(await page.evaluate(timed, step.toString()));
    await page.evaluate(() => document.querySelector("table.cells") === null && scrollTo(0, 4000));
    await page.close();
  }
  console.log(`open: ${median(opened)} ms (${opened.map(Math.round).join(", ")})`);
  console.log(
    `filter to the next frame: ${median(filtered)} ms, ${Math.round(Math.min(...filtered))} to ${Math.round(Math.max(...filtered))} ms`,
  );
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** Milliseconds from an act to the frame that shows it. Runs in the page, where a text is typed into the filter. */
function timed(source) {
  const type = (words) => {
    const input = document.querySelector("form.filters input");
    input.value = words;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const act = new Function("type", `return (${source})`)(type);
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const begin = performance.now();
      act();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)));
    });
  });
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)]);
}
