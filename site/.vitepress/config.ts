import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
import { descriptionOf } from "../../scripts/docs/description-of.js";
import { anchorOf } from "../../scripts/docs/markdown.js";

const unsearched = /^files\/|^project\/changelog/;
const sidebar = new URL("../.content/sidebar.json", import.meta.url);

/** `npm run docs` writes `.content` first. `DOCS_BASE`: the path under which the site is published, with a slash at both ends. */
export default defineConfig({
  title: "llm-parity",
  description: "Does the same model behave the same through two providers, and if not, whose fault is it?",
  lang: "en",
  srcDir: ".content",
  outDir: "dist",
  cacheDir: ".cache",
  base: process.env["DOCS_BASE"] ?? "/",
  ignoreDeadLinks: false,
  // What a search engine shows of a page: each says what it is about.
  transformPageData(page) {
    const file = new URL(`../.content/${page.filePath}`, import.meta.url);
    const own = existsSync(file) ? descriptionOf(readFileSync(file, "utf8")) : null;
    return { description: own ?? `${page.title}, in the documentation of llm-parity.` };
  },
  markdown: {
    anchor: { slugify: anchorOf },
    // The default themes have words with too little contrast.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  // The search index is one chunk, which is loaded with the first search.
  vite: { build: { chunkSizeWarningLimit: 4_000 } },
  themeConfig: {
    search: {
      provider: "local",
      // In the search, files of the repository and the changelog would hide the pages that explain.
      options: {
        // Its name is then what it shows, "Search K", so that a word that is seen can be spoken.
        translations: { button: { buttonText: "Search", buttonAriaLabel: "" } },
        _render: (text, env, md) => (unsearched.test(env.relativePath) ? "" : md.render(text, env)),
      },
    },
    outline: { level: [2, 3] },
    nav: [
      { text: "All pages", link: "/overview" },
      { text: "Findings", link: "/findings" },
      { text: "Commands", link: "/commands" },
      { text: "Library", link: "/library" },
    ],
    sidebar: existsSync(sidebar) ? JSON.parse(readFileSync(sidebar, "utf8")) : [],
  },
});
