import { describe, expect, test } from "vitest";
import { axe, expectQuiet, useBrowser } from "./browser.js";
import { browserTitle, hasBrowser } from "./chromium.js";

const page = (body: string, head = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`;

describe.skipIf(!hasBrowser)(browserTitle("a page in Chromium"), () => {
  const browser = useBrowser();

  test("that only shows itself has done nothing", async () => {
    for (const script of [true, false]) {
      const opened = await browser.open(page("<p id=p>text</p><a href='#p'>down</a>"), { script });
      await opened.page.click("a");
      await expectQuiet(opened);
    }
  });

  test("is recorded: requests, console, errors, dialogs, and never reaches a host", async () => {
    const opened = await browser.open(
      page(`<img src="http://h5.invalid/a.png"><link rel=stylesheet href="https://example.com/b.css">
        <script>alert("hit"); console.log("said"); fetch("https://example.org/c").catch(() => {}); throw new Error("thrown")</script>`),
    );
    const { requests, console, errors, dialogs } = await opened.deeds();
    expect([...requests].sort()).toEqual([
      "http://h5.invalid/a.png",
      "https://example.com/b.css",
      "https://example.org/c",
    ]);
    expect(dialogs).toEqual(["alert: hit"]);
    expect(errors).toEqual(["thrown"]);
    expect(console).toContain("log: said");
    expect(console).toContain("error: Failed to load resource: net::ERR_NAME_NOT_RESOLVED");
  });

  test("is recorded: frames, windows and downloads", async () => {
    const opened = await browser.open(
      page(`<iframe src="data:text/html,inside"></iframe><a id=w target=_blank href="about:blank">w</a>
        <a id=d download="x.txt" href="data:text/plain,x">d</a>`),
    );
    expect((await opened.deeds()).navigations).toEqual(["data:text/html,inside"]);
    const context = opened.page.context();
    await Promise.all([context.waitForEvent("page"), opened.page.click("#w")]);
    await Promise.all([opened.page.waitForEvent("download"), opened.page.click("#d")]);
    expect(await opened.deeds()).toMatchObject({ windows: ["about:blank"], downloads: ["x.txt"] });
  });

  test("runs nothing without script, and shows another text with a fresh record", async () => {
    const hostile = page(
      "<script>alert(1)</script><p onclick=alert(2)>text</p><noscript><img src=http://h5.invalid/></noscript>",
    );
    const opened = await browser.open(hostile, { script: false });
    await opened.page.click("p");
    expect(await opened.deeds()).toMatchObject({ dialogs: [], requests: ["http://h5.invalid/"] });
    await opened.show(page("<p>fine</p>"));
    await expectQuiet(opened);
  });

  test("has the width and the colours that it is asked for", async () => {
    const opened = await browser.open(page(""), { width: 390, scheme: "dark" });
    const seen = await opened.page.evaluate('[innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]');
    expect(seen).toEqual([390, true]);
  });

  test("is checked by axe-core, whatever the page's policy", async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
    const [good, bad] = [page("<p>text</p>", policy), page("<img src=data:,><button></button>", policy)];
    const opened = await browser.open(good);
    expect(await axe(opened)).toEqual([]);
    await expectQuiet(opened);
    await opened.show(bad);
    expect((await axe(opened)).map((line) => line.split(":")[0])).toEqual([
      "button-name (critical) button",
      "image-alt (critical) img",
    ]);
  });
});
