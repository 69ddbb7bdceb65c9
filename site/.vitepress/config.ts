import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
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
      options: { _render: (text, env, md) => (unsearched.test(env.relativePath) ? "" : md.render(text, env)) },
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
