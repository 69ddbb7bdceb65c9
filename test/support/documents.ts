import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./repository.js";

/** A fenced block; `comment`: the file that a `# path` on its first line names, else null. */
export type Block = { readonly language: string; readonly text: string; readonly file: string | null };

/** A Markdown file of the repository; `path` is relative to the root. */
export type Page = { readonly path: string; readonly text: string; readonly blocks: readonly Block[] };

/** A command of a `sh` block, without its comment. `output`: the `text` block that follows it; null: none follows. */
export type Shown = { readonly command: string; readonly output: string | null };

const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => `docs/${name}`);

/** README and everything under docs/: the pages with commands for the reader. */
export const guides: readonly Page[] = ["README.md", ...docs].map(readPage);

/** Every Markdown file whose links are checked. */
export const pages: readonly Page[] = [
  ...guides,
  ...["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(readPage),
];

export function pageOf(path: string): Page {
  const found = pages.find((page) => page.path === path);
  if (found === undefined) throw new RangeError(`there is no ${path}`);
  return found;
}

function readPage(path: string): Page {
  const text = readFileSync(join(root, path), "utf8");
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", body = ""]): Block => {
    return { language, text: body, file: /^# (\S+\.\w+)\n/.exec(body)?.[1] ?? null };
  });
  return { path, text, blocks };
}

/** The targets of all links outside code. */
export function linksOf({ text }: Page): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf({ text }: Page): readonly string[] {
  const uses = new Map<string, number>();
  return [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const plain = heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "");
    const slug = plain.replaceAll(" ", "-");
    const times = uses.get(slug) ?? 0;
    uses.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** The code names in the first column of the first table whose header row begins with `head`. */
export function firstColumn({ path, text }: Page, head: string): readonly string[] {
  const table = text.split("\n\n").find((paragraph) => paragraph.startsWith(`| ${head} |`));
  if (table === undefined) throw new RangeError(`${path} has no table of ${head}`);
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = ""]) => name);
}

/** The commands of a page, in order. */
export function commandsOf({ blocks }: Page): readonly Shown[] {
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== "sh") return [];
    const lines = text.replaceAll("\\\n", " ").split("\n").map(withoutComment);
    const commands = lines.filter((line) => line !== "");
    const next = blocks[index + 1];
    return commands.map((command, line) => {
      const isLast = line === commands.length - 1;
      return { command, output: isLast && next?.language === "text" ? next.text : null };
    });
  });
}

function withoutComment(line: string): string {
  return line
    .replace(/(^|\s+)# .*$/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```.*?^```$/gms, "");
}

function withoutCode(text: string): string {
  return withoutBlocks(text).replaceAll(/`[^`\n]*`/g, "");
}
