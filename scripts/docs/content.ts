import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checksPage } from "./checks-page.js";
import { filePage } from "./file-page.js";
import { findingsPage } from "./findings/page.js";
import { rewriteLinks } from "./rewrite-links.js";
import { scenariosPage } from "./scenarios-page.js";
import { schemaPages } from "./schema-pages.js";
import { sidebarOf } from "./sidebar.js";
import { pageOfFile } from "./site-path.js";

/** Writes everything that the site is built from into `folder`, which is emptied first: documents, files that they link to, and pages made from the code. */
export async function writeContent(root: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const scenarios = scenariosPage(root);
  const pages = new Map<string, string>([
    ["checks-list.md", checksPage()],
    ["findings.md", await findingsPage()],
    ["scenarios-list.md", scenarios.text],
    ...schemaPages(root),
    ...documentPages(root, scenarios.files),
    ["sidebar.json", JSON.stringify(sidebarOf(readFileSync(join(root, "docs/README.md"), "utf8")))],
  ]);
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  copySchemas(join(root, "schemas"), join(folder, "public/schemas"));
}

/** The documents, and what they link to, link by link; `files`: other files that become pages. */
function documentPages(root: string, files: readonly string[]): readonly (readonly [string, string])[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md"),
  );
  const waiting = ["README.md", ...docs.map((name) => `docs/${name}`), ...files];
  const made = new Map<string, string>();
  for (const path of waiting) {
    const page = pageOfFile(path);
    if (made.has(page) || page.startsWith("schemas/") || !existsSync(join(root, path))) continue;
    if (!path.endsWith(".md")) {
      made.set(page, filePage(root, path));
      continue;
    }
    const { text, files: linked } = rewriteLinks(path, readFileSync(join(root, path), "utf8"));
    made.set(page, text);
    waiting.push(...linked);
  }
  return [...made];
}

function copySchemas(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name));
}
