import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { axe, expectQuiet, useBrowser } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { runCommand } from "./support/command.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const red = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
const control = "kimi-k2.5/openrouter/chat-completions/response-after-tool";

let folder: WorkFolder;
let served: ServedSimulator;
let run: string;
const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });

beforeAll(async () => {
  folder = workFolder();
  served = await serveProfile("kimi");
  const cells = ["--model", "kimi-k2.5", "--suite", "seed", "--scenario", "response-after-tool"];
  const { code, stderr } = await program("run", "--simulator", served.url, "--trials", "12", ...cells);
  expect(code, stderr).toBe(1);
  run = `runs/${readdirSync(join(folder.path, "runs"))[0]}`;
}, 120_000);

/** The trials that a page has, by the places that it can be opened at. */
const placesIn = (page: string) => [...page.matchAll(/ id="([^"]+\/trial\/\d+)"/g)].map(([, place]) => place);

describe("the trials in report.html", () => {
  test("are those of red cells, with the control beside them, and the command that prints the others", () => {
    const page = folder.read(`${run}/reports/report.html`);
    expect(placesIn(page)).toEqual(Array.from({ length: 12 }, (_, at) => `${red}/trial/${at + 1}`));
    expect(page).toContain(`llm-parity show ${control} --trial 1 --run ${run.replace("runs/", "")}`);
    expect(page).toContain("<h4>Control: ");
  });

  test.each<[embed: string, count: number]>([
    ["all", 24],
    ["none", 0],
  ])("are chosen by --embed %s", async (embed, count) => {
    const { stderr } = await program("report", run, "--no-reports", "--reporter", "html=page.html", "--embed", embed);
    const page = folder.read("page.html");
    const packed = /<script type="application\/json" id="page-trials">(.*?)<\/script>/.exec(page)?.[1] ?? "[]";
    expect(placesIn(page).length + (JSON.parse(packed).length > 0 ? 24 - placesIn(page).length : 0), stderr).toBe(
      count,
    );
  });

  test("are the same bytes for the same run", async () => {
    const page = () => folder.read("page.html");
    await program("report", run, "--no-reports", "--reporter", "html=page.html");
    const first = page();
    await program("report", run, "--no-reports", "--reporter", "html=page.html");
    expect(page()).toBe(first);
  });
});

describe("report --site --include-content", () => {
  let files: readonly string[];
  const read = (file: string) => readFileSync(join(folder.path, "site", file), "utf8");
  beforeAll(async () => {
    folder.write("site/CNAME", "parity.example");
    folder.write("site/trials/of-an-earlier-run-0123456789ab.html", "old");
    const { code, stderr } = await program("report", run, "--no-reports", "--site", "site", "--include-content");
    expect(code, stderr).toBe(1);
    files = Object.keys(folder.contents("site")).sort();
    expect(stderr).toContain(`site: ${files.length - 1} pages, first site/index.html`);
  });

  test("writes a page for each model, cell and trial, and leaves what is not its own", () => {
    const inFolder = (name: string) => files.filter((file) => file.startsWith(`${name}/`)).length;
    expect([inFolder("models"), inFolder("cells"), inFolder("trials")]).toEqual([1, 2, 24]);
    expect(files).toEqual(expect.arrayContaining(["CNAME", "index.html", "report.html"]));
    expect(files).not.toContain("trials/of-an-earlier-run-0123456789ab.html");
  });

  test("leads from page to page by relative links that all exist, without a script", () => {
    const broken = files.flatMap((file) =>
      file.endsWith(".html") && file !== "report.html"
        ? [...read(file).matchAll(/ href="([^"]*)"/g)].flatMap(([, href = ""]) =>
            /^(?:data:,|https:)/.test(href) || existsSync(join(folder.path, "site", dirname(file), href)) ? [] : [href],
          )
        : [],
    );
    expect(broken).toEqual([]);
    for (const file of files.filter((one) => one.includes("/"))) expect(read(file)).not.toContain("<script");
  });

  test("has the events of each trial at their offsets", () => {
    const file = files.find((one) =>
      one.startsWith("trials/kimi-k2-5-bedrock-converse-stream-response-after-tool-trial-1-"),
    );
    const page = read(file ?? "");
    expect(page).toMatch(/empty-reply \(silent\): no text and no call came before this end/);
    expect(page).toContain("llm-parity show ");
    expect(page).toContain('href="../cells/');
  });

  test("says of a folder that cannot be written which one it is", async () => {
    folder.write("file", "");
    const { code, stderr } = await program("report", run, "--no-reports", "--site", "file", "--include-content");
    expect([code, stderr]).toEqual([2, expect.stringContaining("--site file: cannot be written")]);
  });
});

describe.skipIf(!hasBrowser)(browserTitle("a trial in Chromium"), () => {
  const browser = useBrowser();
  const page = () => join(folder.path, run, "reports/report.html");

  test.each([
    { width: 1280, scheme: "light" },
    { width: 390, scheme: "dark" },
  ] as const)("opens by its address at $width px, and the keyboard goes back to its cell", async (view) => {
    const opened = await browser.openFile(page(), view);
    await opened.page.evaluate(`location.hash = ${JSON.stringify(`#${red}/3`)}`);
    await opened.page.waitForSelector(".trial.open");
    expect(await opened.page.textContent(".trial.open h2")).toBe("response-after-tool, trial 3: bad");
    expect(await opened.page.isVisible(".trial.open .t-hex")).toBe(true);
    // No column of the bytes and no other part is cut or scrolled sideways.
    const widths =
      '(() => { const t = document.querySelector(".trial.open"); return t.scrollWidth - t.clientWidth; })()';
    expect(await opened.page.evaluate(widths)).toBe(0);
    const cut = `[...document.querySelectorAll(".trial.open .t-bytes")].some((one) => one.scrollWidth > one.clientWidth)`;
    expect(await opened.page.evaluate(cut)).toBe(false);
    expect(await axe(opened)).toEqual([]);
    await opened.page.keyboard.press("Escape");
    await opened.page.waitForSelector(".trial.open", { state: "detached" }).catch(() => {});
    await opened.page.waitForFunction(`location.hash === ${JSON.stringify(`#${red}`)}`);
    await expectQuiet(opened);
  });

  test("is there without a script too", async () => {
    const opened = await browser.openFile(page(), { script: false });
    await opened.page.goto(`${opened.page.url()}#${red}/trial/2`);
    expect(await opened.page.isVisible(`[id="${red}/trial/2"] .t-hex`)).toBe(true);
  });

  test("is a page of a site that breaks no rule of access", async () => {
    await program("report", run, "--no-reports", "--site", "site", "--include-content");
    const files = Object.keys(folder.contents("site"));
    for (const part of ["index.html", "models/", "cells/", "trials/"]) {
      const file = files.find((one) => one.startsWith(part)) ?? "";
      const opened = await browser.openFile(join(folder.path, "site", file), { width: 390, scheme: "dark" });
      expect(await opened.page.evaluate("document.documentElement.scrollWidth - innerWidth"), file).toBe(0);
      expect(await axe(opened), file).toEqual([]);
      await expectQuiet(opened, file);
    }
  });
});
