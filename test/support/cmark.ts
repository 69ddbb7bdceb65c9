import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installed } from "./chromium.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A part of the title of every suite that is skipped because no cmark-gfm is installed; the run counts skipped tests by it. */
export const noCmark = "no cmark-gfm is installed";

/** GitHub's own Markdown processor; null: it is not installed. */
const cmark = installed("cmark-gfm");

export const hasCmark = cmark !== null;

/** The title of a suite that needs it; says if it is skipped. */
export function cmarkTitle(title: string): string {
  return hasCmark ? title : `${title} (skipped: ${noCmark})`;
}

/**
 * Markdown as HTML, as GitHub makes it before its sanitiser: raw HTML stays, except for what the tag filter of GFM disarms
 * (github.github.com/gfm, 6.11, 2026-11-29).
 */
export function htmlOfMarkdown(markdown: string): string {
  if (cmark === null) throw new Error(noCmark);
  const input = Buffer.from(markdown);
  return execFileSync(cmark, options, { input, encoding: "utf8", maxBuffer: 1 << 28 });
}

/** The same of many texts, each by itself. A shell starts cmark-gfm, which costs a fraction of what it costs this process. */
export function htmlOfEach(markdowns: readonly string[]): readonly string[] {
  if (cmark === null) throw new Error(noCmark);
  const folder = temporaryFolder();
  for (const [at, markdown] of markdowns.entries()) writeFileSync(join(folder, `${at}.md`), markdown);
  const script = 'for file in *.md; do "$0" "$@" < "$file" > "$file.html" || exit 1; done';
  execFileSync("sh", ["-c", script, cmark, ...options], { cwd: folder });
  return markdowns.map((_, at) => readFileSync(join(folder, `${at}.md.html`), "utf8"));
}

const extensions = ["table", "strikethrough", "autolink", "tagfilter", "tasklist", "footnotes"];
const options = ["--unsafe", "--github-pre-lang", ...extensions.flatMap((name) => ["--extension", name])];
