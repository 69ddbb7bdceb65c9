import { beforeAll, describe, expect, test } from "vitest";
import { expectQuiet } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { cmarkTitle, hasCmark, htmlOfEach } from "./support/cmark.js";
import { type GithubPage, useGithub } from "./support/github-markdown.js";
import { hostileInput, place } from "./support/hostile-input.js";
import { hostileTexts } from "./support/hostile-texts.js";
import { renderNow } from "./support/render-now.js";

/** What a page has that can do something, or lead somewhere. */
type Live = {
  readonly elements: readonly string[];
  /** Links that lead out of the page, in the order of the page. */
  readonly links: readonly string[];
  /** What GitHub would link by itself in an issue or a comment: mentions and numbers of issues, outside code and links. */
  readonly mentions: readonly string[];
};

const liveScript = `((document) => {
  const article = document.querySelector("article");
  const elements = [...new Set([...article.querySelectorAll("*")].map(({ localName }) => localName))].sort();
  const links = [...article.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")).filter((to) => !to.startsWith("#"));
  const mentions = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement.closest("code, pre, a") !== null) continue;
    mentions.push(...(node.data.match(/(?<![\\w/\`])@[a-z0-9][\\w-]*|(?<!\\w)(?:#|GH-)\\d+\\b/gi) ?? []));
  }
  return { elements, links, mentions: [...new Set(mentions)] };
})`;

/** Texts of one kind stand on a page together: each has been read by itself, so that none can hide what another one does. */
const kinds = [...new Set(hostileTexts.map(({ attacks }) => attacks))];

describe.skipIf(!hasCmark || !hasBrowser)(cmarkTitle(browserTitle("as GitHub shows it, a hostile run as")), () => {
  const open = useGithub();

  describe.each(["markdown", "github-summary"])("%s:", (name) => {
    const htmlsOf = (texts: readonly string[]) => htmlOfEach(texts.map((text) => renderNow(name, hostileInput(text))));
    let github: GithubPage;
    let ours: Live;
    let htmls: readonly string[];
    let read: readonly { readonly said: Live; readonly removed: readonly string[] }[];

    beforeAll(async () => {
      const [harmless = "", ...others] = htmlsOf(["PLANT", ...hostileTexts.map(({ text }) => text)]);
      htmls = others;
      github = await open("");
      const [own, ...rest] = await github.readEach<Live>([harmless, ...others], liveScript);
      ours = own?.said ?? expect.fail("nothing was read");
      read = rest;
    });

    test("a harmless text has the links of the page, and every hostile one is read", () => {
      expect(ours.elements).toContain("table");
      expect(read).toHaveLength(hostileTexts.length);
    });

    test.each(hostileTexts.map(({ name: title, text }, at) => [title, text, at] as const))("%s", (_, text, at) => {
      const { said, removed } = read[at] ?? expect.fail("it was not read");
      const { elements, links, mentions } = said;
      expect(removed).toEqual([]);
      expect(elements.filter((one) => !ours.elements.includes(one))).toEqual([]);
      // An address that somebody writes as a source in models.yaml is a link.
      if (!text.startsWith("https://")) expect(links).toHaveLength(ours.links.length);
      const isOwn = (to: string) =>
        to.startsWith(`${place.html}#`) || to.startsWith("https://") || ours.links.includes(to);
      expect(links.filter((to) => !isOwn(to))).toEqual([]);
      expect(mentions).toEqual([]);
    });

    test.each(kinds)("every text that attacks %s, on a page that is shown: it does nothing", async (kind) => {
      await github.showTogether(htmls.filter((_, at) => hostileTexts[at]?.attacks === kind));
      expect(await github.removed()).toEqual([]);
      await expectQuiet(github);
    });
  });
});
