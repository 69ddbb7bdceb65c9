/**
 * The last step of `npm run build`: keeps the declarations that the public entries need, and removes the others of `dist`.
 * An entry is a `types` file of `exports` in package.json; what it needs is its own graph of relative imports.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

const needed = reachedFrom(entries());
const declarations = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".d.ts"))
  .map((name) => join(dist, name));
for (const file of declarations.filter((name) => !needed.has(name))) rmSync(file);

function entries(): readonly string[] {
  const { exports: all }: { exports: { [entry: string]: string | { types?: string } } } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  return Object.values(all).flatMap((entry) =>
    typeof entry === "string" || entry.types === undefined ? [] : [join(root, entry.types)],
  );
}

/** The declarations that these import, directly or not, and they themselves. Throws for one that does not exist. */
function reachedFrom(first: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...first];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    open.push(...importsOf(file));
  }
  return reached;
}

function importsOf(file: string): readonly string[] {
  const specifiers = readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)\.js"/g);
  return [...specifiers].map(([, path = ""]) => resolve(dirname(file), `${path}.d.ts`));
}
