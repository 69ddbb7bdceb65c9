import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { descriptionOf } from "../scripts/docs/description-of.js";
import { anchorOf } from "../scripts/docs/markdown.js";
import { questions } from "../scripts/docs/questions.js";
import { rewriteLinks } from "../scripts/docs/rewrite-links.js";
import { sidebarOf } from "../scripts/docs/sidebar.js";
import { pageOfFile } from "../scripts/docs/site-path.js";
import { clicksFromHome, deadLinks, readSite } from "../scripts/docs/walk-site.js";
import { findingIds } from "../src/verdict/verdict.js";
import { anchorsOf, guides, pageOf } from "./support/documents.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

describe("a document on the site", () => {
  test.each([
    ["README.md", "index.md"],
    ["docs/README.md", "overview.md"],
    ["docs/checks.md", "checks.md"],
    ["docs/translation/README.md", "translation/index.md"],
    ["CONTRIBUTING.md", "project/contributing.md"],
    ["schemas/matrix.schema.json", "schemas/matrix.md"],
    ["examples/router.yaml", "files/examples/router.yaml.md"],
    ["test/clients/README.md", "files/test/clients/README.md"],
  ])("%s is %s", (path, page) => {
    expect(pageOfFile(path)).toBe(page);
  });

  test("has its links led to pages, and nothing changed in code", () => {
    const text =
      "A [cell](checks.md#claims), [a](https://a.example), `[b](b.md) <c>`, <d> and [e](../examples/).\n```sh\n[f](f.md)\n```\n";
    expect(rewriteLinks("docs/live.md", text)).toEqual({
      text: "A [cell](/checks.md#claims), [a](https://a.example), `[b](b.md) <c>`, &lt;d> and [e](/files/examples.md).\n```sh\n[f](f.md)\n```\n",
      files: ["docs/checks.md", "examples"],
    });
  });

  test("has its issues as links, except in code, in links and in paths", () => {
    const { text } = rewriteLinks(
      "docs/a.md",
      "a/b#1, `c/d#2`, [e/f#3](https://e.example) and https://g.example/h/i#4\n",
    );
    expect(text).toBe(
      "[a/b#1](https://github.com/a/b/issues/1), `c/d#2`, [e/f#3](https://e.example) and https://g.example/h/i#4\n",
    );
  });

  test("is in the sidebar once", () => {
    const links = sidebarOf(pageOf("docs/README.md").text).flatMap(({ items }) => items.map(({ link }) => link));
    const own = guides.filter(({ path }) => path.startsWith("docs/") && !/^docs\/translation\/(?!README)/.test(path));
    const expected = own.map(({ path }) => `/${pageOfFile(path).replace(/(?:index)?\.md$/, "")}`);
    expect(expected.filter((one) => links.filter((link) => link === one).length !== 1)).toEqual([]);
  });
});

describe("the description of a page", () => {
  test.each([
    [
      "# A\n\n```sh\nx\n```\n\nA [cell](a.md#b) is `one`\n**scenario** on one *target*: a model and an API.\n\nMore.",
      "A cell is one scenario on one target: a model and an API.",
    ],
    [
      "---\ntitle: x\n---\n# A\n\n| a |\n| --- |\n\n- b\n\n> c\n\n**Bold** words come first, and a list or a table does not.",
      "Bold words come first, and a list or a table does not.",
    ],
    ["# A\n\nA file of the repository.", null],
    ["# A\n\n- b", null],
    [`# A\n\n${"word, ".repeat(40)}`, `${"word, ".repeat(25)}word…`],
  ])("of %j is %j", (markdown, description) => {
    expect(descriptionOf(markdown)).toBe(description);
  });

  test("is there for each document, and two have the same nowhere", () => {
    const all = guides.map(({ path, text }) => [descriptionOf(text), path] as const);
    expect(all.filter(([one]) => one === null)).toEqual([]);
    expect(new Set(all.map(([one]) => one)).size).toBe(all.length);
  });
});

describe("a question of others", () => {
  test("is asked in ten public threads", () => {
    expect(new Set(questions.map(({ asked }) => asked)).size).toBe(10);
  });

  test.each(questions)("$question: the place that answers it exists", ({ answered }) => {
    const [, page = "", anchor = ""] = /^\/(.+)\.html#(.+)$/.exec(answered) ?? [];
    const anchors = page === "findings" ? findingIds.map(anchorOf) : anchorsOf(pageOf(`docs/${page}.md`));
    expect(anchors).toContain(anchor);
  });
});

describe("a built site", () => {
  const folder = () =>
    workFolder({
      "index.html": '<a class="x" href="/a.html#one">a</a><a href="https://a.example/">out</a>',
      "a.html":
        '<h2 id="one">One</h2><a href="./b.html">b</a><a href="#two">two</a><a href="/gone.html">gone</a><a href="/raw.json">raw</a>',
      "b.html": "<p>Nothing leads on.</p>",
      "c.html": "<p>Nothing leads here.</p>",
      "raw.json": "{}",
    }).path;

  test("has its dead links named: absent pages, and absent anchors", () => {
    const path = folder();
    expect(deadLinks(path, readSite(path))).toEqual(["/a.html links to /a.html#two", "/a.html links to /gone.html"]);
  });

  test("has its clicks counted from the home page", () => {
    expect([...clicksFromHome(readSite(folder()))]).toEqual([
      ["/index.html", 0],
      ["/a.html", 1],
      ["/b.html", 2],
    ]);
  });

  test("may be published under a path", () => {
    const { path } = workFolder({ "index.html": '<a href="/docs/a.html">a</a>', "a.html": "" });
    expect(deadLinks(path, readSite(path, "/docs/"))).toEqual([]);
  });

  test("without a page is refused", () => {
    expect(() => readSite(join(root, "no-such-folder"))).toThrow(/npm run docs builds it/);
  });
});
