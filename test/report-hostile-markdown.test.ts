import { beforeAll, describe, expect, test } from "vitest";
import { expectQuiet } from "./support/browser.js";
import { browserTitle, hasBrowser } from "./support/chromium.js";
import { cmarkTitle, hasCmark } from "./support/cmark.js";
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

const liveScript = `(() => {
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
})()`;

describe.skipIf(!hasCmark || !hasBrowser)(cmarkTitle(browserTitle("as GitHub shows it, a hostile run as")), () => {
  const github = useGithub();

  describe.each(["markdown", "github-summary"])("%s:", (name) => {
    const markdownOf = (text: string) => renderNow(name, hostileInput(text));
    const liveOf = ({ page }: GithubPage) => page.evaluate<Live>(liveScript);
    let shown: GithubPage;
    let ours: Live;

    beforeAll(async () => {
      shown = await github(markdownOf("PLANT"));
      ours = await liveOf(shown);
    });

    test.each(hostileTexts.map(({ name: title, text }) => [title, text] as const))("%s", async (_, text) => {
      await shown.showMarkdown(markdownOf(text));
      expect(await shown.removed()).toEqual([]);
      const { elements, links, mentions } = await liveOf(shown);
      expect(elements.filter((one) => !ours.elements.includes(one))).toEqual([]);
      // An address that somebody writes as a source in models.yaml is a link.
      if (!text.startsWith("https://")) expect(links).toHaveLength(ours.links.length);
      const isOwn = (to: string) =>
        to.startsWith(`${place.html}#`) || to.startsWith("https://") || ours.links.includes(to);
      expect(links.filter((to) => !isOwn(to))).toEqual([]);
      expect(mentions).toEqual([]);
      await expectQuiet(shown);
    });
  });
});
