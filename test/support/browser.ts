import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { atEnd } from "./at-end.js";
import { chromium } from "./chromium.js";
import { temporaryFolder } from "./temporary-folder.js";

/** How a page is looked at. Defaults: 1280 pixels wide, light, with script. */
export type View = {
  readonly width?: 390 | 1280;
  readonly scheme?: "light" | "dark";
  readonly script?: boolean;
};

/** What a page did beside being shown: each list is empty for a page that only shows itself. */
export type Deeds = {
  /** Addresses that were asked for, but for the file itself; none is ever reached. */
  readonly requests: string[];
  /** Messages of the console of every kind, and violations of the page's own policy. */
  readonly console: string[];
  /** Errors that no script caught. */
  readonly errors: string[];
  readonly dialogs: string[];
  /** Addresses that the page, or a frame of it, went to after it was opened. */
  readonly navigations: string[];
  readonly downloads: string[];
  /** Further windows. */
  readonly windows: string[];
};

/** A page that is open. `deeds`: what it did up to now, once it is drawn. `show`: opens another text in it, with a new record. */
export type OpenPage = {
  readonly page: Page;
  readonly deeds: () => Promise<Deeds>;
  readonly show: (content: string) => Promise<void>;
};

/** The browser of a test file. What its pages evaluate is given as text, since these sources are not of a page. */
export type TestBrowser = {
  /** Opens an HTML text as a file, from `file://`, in a context of its own. It closes with the test or hook that opened it. */
  readonly open: (content: string, view?: View) => Promise<OpenPage>;
  /** The same for a file that exists. */
  readonly openFile: (path: string, view?: View) => Promise<OpenPage>;
};

/** A browser for the suite that asks for it: it starts before the suite's first test and ends with the file. */
export function useBrowser(): TestBrowser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  const openFile: TestBrowser["openFile"] = async (path, view = {}) => {
    if (browser === null) throw new Error("useBrowser() belongs into the suite, outside its tests");
    const opened = await openPage(browser, view);
    await opened.goTo(path);
    return opened;
  };
  return { openFile, open: (content, view) => openFile(fileOf(content), view) };
}

/** Asserts that the page has asked for nothing, said nothing and gone nowhere. `why`: named if it has. */
export async function expectQuiet({ deeds }: OpenPage, why = "the page"): Promise<void> {
  expect(await deeds(), why).toEqual(emptyDeeds());
}

/** What axe-core finds wrong with the page as it is now, a line for each element: rule, impact, element, and why. */
export async function axe({ page }: OpenPage): Promise<readonly string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axeSource());
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as AxeWindow;
    const { violations } = await axe.run({ resultTypes: ["violations"] });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary = "" }) => {
        const why = failureSummary.split("\n").slice(1).join("; ").trim();
        return `${id} (${impact}) ${target.join(" ")}: ${why}`;
      }),
    );
  });
}

type AxeWindow = { readonly axe: typeof import("axe-core") };

let source: string | null = null;
function axeSource(): string {
  source ??= readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  return source;
}

async function startBrowser(): Promise<Browser> {
  const playwright = await import("playwright-core");
  if (chromium === null) throw new Error("no Chromium is installed");
  // No host has an address, so that no page reaches anything whatever it does.
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  atEnd(() => browser.close());
  return browser;
}

type Opened = OpenPage & { readonly goTo: (path: string) => Promise<void> };

async function openPage(browser: Browser, view: View): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: view.width ?? 1280, height: 900 },
    colorScheme: view.scheme ?? "light",
    javaScriptEnabled: view.script ?? true,
    serviceWorkers: "block",
    acceptDownloads: false,
  });
  atEnd(() => context.close());
  const page = await context.newPage();
  const record = { deeds: emptyDeeds(), file: "" };
  recordInto(record, context, page);
  const goTo = async (path: string) => {
    record.file = pathToFileURL(path).href;
    record.deeds = emptyDeeds();
    await page.goto(record.file, { waitUntil: "load" });
  };
  const deeds = async () => {
    // A page that goes elsewhere meanwhile is recorded.
    await page.evaluate(view.script === false ? "0" : twoFrames).catch(() => {});
    return record.deeds;
  };
  return { page, goTo, show: (content) => goTo(fileOf(content)), deeds };
}

/** Resolves when the page has been drawn. Without script, a page makes no call back. */
const twoFrames = "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))";

type Record = { deeds: Deeds; file: string };

function recordInto(record: Record, context: BrowserContext, page: Page): void {
  const isFile = (url: string) => url.split("#")[0] === record.file;
  context.on("request", (request) => {
    if (!isFile(request.url())) record.deeds.requests.push(request.url());
  });
  context.on("page", (other) => {
    if (other !== page) record.deeds.windows.push(other.url());
  });
  context.on("console", (message) => record.deeds.console.push(`${message.type()}: ${message.text()}`));
  context.on("weberror", (thrown) => record.deeds.errors.push(thrown.error().message));
  context.on("dialog", async (dialog) => {
    record.deeds.dialogs.push(`${dialog.type()}: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("websocket", (socket) => record.deeds.requests.push(socket.url()));
  page.on("download", (download) => record.deeds.downloads.push(download.suggestedFilename()));
  page.on("framenavigated", (frame) => {
    if (!isFile(frame.url())) record.deeds.navigations.push(frame.url());
  });
}

function emptyDeeds(): Deeds {
  return { requests: [], console: [], errors: [], dialogs: [], navigations: [], downloads: [], windows: [] };
}

/** Lone surrogates become U+FFFD, as in any file. */
function fileOf(content: string): string {
  const path = join(temporaryFolder(), "page.html");
  writeFileSync(path, content);
  return path;
}
