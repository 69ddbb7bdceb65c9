import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { codeBlock } from "./markdown.js";

/** Languages worth their colours; a recording would take most of the build. */
const languages: { readonly [extension: string]: string } = { ".ts": "ts", ".yaml": "yaml", ".yml": "yaml" };

const mostCharacters = 40_000;

/** A file of the repository as a page, or the names in a folder. */
export function filePage(root: string, path: string): string {
  const full = join(root, path);
  if (statSync(full).isDirectory()) {
    const names = readdirSync(full, { withFileTypes: true }).map((one) => `${one.name}${one.isDirectory() ? "/" : ""}`);
    return [`# ${path}/`, "", "A folder of the repository.", "", codeBlock("text", names.sort().join("\n")), ""].join(
      "\n",
    );
  }
  const text = readFileSync(full, "utf8");
  const shown = text.slice(0, mostCharacters);
  const rest = shown === text ? [] : ["", `The first ${mostCharacters} of ${text.length} characters.`];
  const language = languages[extname(path)] ?? "text";
  return [`# ${path}`, "", "A file of the repository.", ...rest, "", codeBlock(language, shown), ""].join("\n");
}
