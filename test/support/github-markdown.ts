import { type OpenPage, useBrowser, type View } from "./browser.js";
import { htmlOfMarkdown } from "./cmark.js";

/** What GitHub's sanitiser would remove from HTML: each thing once, as `element script`, `onclick on <a>` or `javascript: in href`. */
export type Removed = readonly string[];

/** A Markdown page as GitHub shows it. */
export type GithubPage = OpenPage & {
  /** The document of each HTML text (see `htmlOfEach`), read and not shown: what a function of scripts says of it, and what is removed. */
  readonly readEach: <Said>(
    htmls: readonly string[],
    script: string,
  ) => Promise<readonly { readonly said: Said; readonly removed: Removed }[]>;
  /** Opens HTML texts, one after the other on one page, with a new record. */
  readonly showTogether: (htmls: readonly string[]) => Promise<void>;
  readonly removed: () => Promise<Removed>;
  /** Elements that stick out of the column, and that no box which scrolls holds. */
  readonly stickingOut: () => Promise<readonly string[]>;
  /** Tables that a reader has to scroll sideways, with the width of their content and of what is seen of it. */
  readonly scrolled: () => Promise<readonly string[]>;
  /** Opens another Markdown text in it, with a new record. */
  readonly showMarkdown: (markdown: string) => Promise<void>;
};

/** Opens Markdown as GitHub shows it, but unsanitised: what only its sanitiser holds back does its harm here. */
export function useGithub(): (markdown: string, view?: View) => Promise<GithubPage> {
  const browser = useBrowser();
  return async (markdown, view) => {
    const opened = await browser.open(pageOf(markdown), view);
    const ask = (script: string) => opened.page.evaluate<string[]>(script);
    return {
      ...opened,
      removed: () => ask(`${removedScript}(document)`),
      readEach: (htmls, script) => opened.page.evaluate(readEachScript(htmls.map(shownAs), script)),
      showTogether: (htmls) => opened.show(shownAs(htmls.join("\n"))),
      stickingOut: () => ask(stickingOutScript),
      scrolled: () => ask(scrolledScript),
      showMarkdown: (other) => opened.show(pageOf(other)),
    };
  };
}

function pageOf(markdown: string): string {
  return shownAs(htmlOfMarkdown(markdown));
}

function shownAs(html: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Page</title><style>${css}</style>`;
  return `<!doctype html><html lang="en"><head>${head}</head><body><article>${html}</article></body></html>`;
}

/**
 * The measures of GitHub's page that decide widths (sindresorhus/github-markdown-css, github-markdown-light.css, 2026-11-29). The
 * column: 1012 pixels of a window of 1280, and 358 of one of 390.
 */
const css = `
  @media (prefers-color-scheme: dark) { :root { color-scheme: dark; background: #0d1117; color: #f0f6fc } }
  body { margin: 0; font: 16px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
  article { box-sizing: border-box; width: min(1012px, 100vw - 32px); margin: 16px auto; overflow-wrap: break-word }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; margin: 0 0 16px }
  th, td { padding: 6px 13px; border: 1px solid #d1d9e0 }
  code { font: 85% ui-monospace, "DejaVu Sans Mono", monospace; padding: .2em .4em; white-space: break-spaces }
  pre { padding: 16px; overflow: auto; font-size: 85% }
  pre code { padding: 0; white-space: pre; overflow-wrap: normal }
  img { max-width: 100% }
  blockquote { margin: 0 0 16px; padding: 0 1em; border-left: .25em solid #d1d9e0 }
  ul, ol { padding-left: 2em }`;

/**
 * What GitHub documents that it keeps (gjtorikian/html-pipeline, lib/html_pipeline/sanitization_filter.rb, which was GitHub's own;
 * github/markup names the same step; 2026-11-29).
 */
const elements =
  `h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot blockquote
  dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo cite dfn mark small
  span time wbr`.split(/\s+/);

/** Of every element; the documented list has 70 more, for images, forms and tables of old, which our pages do not need. */
const attributes = [
  "align",
  "aria-label",
  "dir",
  "id",
  "lang",
  "open",
  "rowspan",
  "colspan",
  "start",
  "title",
  "width",
];

const ofElement = { a: ["href"], img: ["src", "alt", "height"], blockquote: ["cite"] };

/** What cmark-gfm itself writes for task lists and footnotes, and GitHub adds after its sanitiser. */
const fromCmark = [
  ...[
    "section.class",
    "section.data-footnotes",
    "sup.class",
    "a.class",
    "a.data-footnote-ref",
    "a.data-footnote-backref",
  ],
  ...["a.data-footnote-backref-idx", "input.type", "input.checked", "input.disabled"],
];

/** Relative addresses and anchors have no scheme. */
const schemes = ["http:", "https:", "mailto:"];

const removedScript = `((document) => {
  const [elements, attributes, ofElement, fromCmark, schemes] = ${JSON.stringify([elements, attributes, ofElement, fromCmark, schemes])};
  const removed = new Set();
  const checkAttribute = (element, { name, value }) => {
    const tag = element.localName;
    const own = Object.hasOwn(ofElement, tag) ? ofElement[tag] : [];
    if (fromCmark.includes(tag + "." + name)) return;
    if (!attributes.includes(name) && !own.includes(name)) removed.add(name + " on <" + tag + ">");
    if (!["href", "src", "cite"].includes(name)) return;
    const scheme = /^[^/?#]*?:/.exec(value.replace(/[\\u0000-\\u0020]/g, ""))?.[0].toLowerCase();
    if (scheme !== undefined && !schemes.includes(scheme)) removed.add(scheme + " in " + name);
  };
  for (const element of document.querySelectorAll("body *")) {
    const tag = element.localName;
    if (element.matches("body > article:first-child")) continue;
    const isOurs = fromCmark.some((one) => one.startsWith(tag + ".")) && (tag === "section" || tag === "input");
    if (!elements.includes(tag) && !isOurs) removed.add("element " + tag);
    else for (const attribute of element.attributes) checkAttribute(element, attribute);
  }
  for (const outside of document.querySelectorAll("head > :not(meta, title, style), body > :not(:first-child)"))
    removed.add("element " + outside.localName + " outside the column");
  return [...removed];
})`;

function readEachScript(pages: readonly string[], script: string): string {
  return `${JSON.stringify(pages)}.map((page) => {
    const read = new DOMParser().parseFromString(page, "text/html");
    return { said: (${script})(read), removed: ${removedScript}(read) };
  })`;
}

const named = `const named = (element) => "<" + element.localName + "> " + JSON.stringify(element.textContent.trim().slice(0, 60));`;

const stickingOutScript = `(() => {
  ${named}
  const column = document.querySelector("article");
  const limit = column.getBoundingClientRect().right + 0.5;
  const scrolls = (element) => /auto|scroll|hidden/.test(getComputedStyle(element).overflowX);
  const isHeld = (element) => {
    for (let at = element.parentElement; at !== column; at = at.parentElement) if (scrolls(at)) return true;
    return false;
  };
  return [...column.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > limit && !isHeld(element))
    .map((element) => named(element) + ": " + Math.round(element.getBoundingClientRect().right - limit) + " px");
})()`;

const scrolledScript = `(() => {
  ${named}
  return [...document.querySelectorAll("article table")]
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map((table) => named(table) + ": " + table.scrollWidth + " px in " + table.clientWidth);
})()`;
