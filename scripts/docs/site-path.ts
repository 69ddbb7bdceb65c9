/** The pages of the site that stand elsewhere than in the repository. */
const named: { readonly [path: string]: string } = {
  "README.md": "index.md",
  "docs/README.md": "overview.md",
  "docs/translation/README.md": "translation/index.md",
};

/** Where a file of the repository stands on the site: `docs/checks.md` is `checks.md`; any file that is no document is below `files/`. */
export function pageOfFile(path: string): string {
  const special = named[path];
  if (special !== undefined) return special;
  if (path.startsWith("docs/") && path.endsWith(".md")) return path.slice("docs/".length);
  if (/^[A-Z]+\.md$/.test(path)) return `project/${path.toLowerCase()}`;
  if (/^schemas\/[^/]+\.json$/.test(path)) return path.replace(/\.schema\.json$/, ".md");
  // The dots of a name are kept apart from the ending of the page.
  return path.endsWith(".md") ? `files/${path}` : `files/${path}.md`;
}
