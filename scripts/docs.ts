import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answersOf } from "./docs/answers.js";
import { writeContent } from "./docs/content.js";
import { clicksFromHome, deadLinks, readSite } from "./docs/walk-site.js";

/** `npm run docs`: builds the documentation site into `site/dist`, and checks every link of it. `-- --questions`: only walks the built site. */
const root = fileURLToPath(new URL("..", import.meta.url));
const site = join(root, "site");
const base = process.env["DOCS_BASE"] ?? "/";

process.exitCode = await main();

async function main(): Promise<number> {
  const wrong = process.argv.slice(2).filter((word) => word !== "--questions");
  if (wrong.length > 0) return fail(`"${wrong.join(" ")}" is no option: there is --questions, and no other`);
  if (!/^\/(?:.*\/)?$/.test(base))
    return fail(`DOCS_BASE is "${base}": write it with a slash at both ends, as in /llm-parity/`);
  if (!process.argv.includes("--questions")) {
    if (!existsSync(join(site, "node_modules")))
      return fail("the tools are not installed: npm ci --prefix site --ignore-scripts");
    await writeContent(root, join(site, ".content"));
    if (!tool("typedoc") || !tool("vitepress", "build")) return 1;
  }
  return walk();
}

function walk(): number {
  const built = join(site, "dist");
  if (!existsSync(built)) return fail("the site is not built: npm run docs");
  const pages = readSite(built, base);
  const clicks = clicksFromHome(pages);
  const { lines, unanswered } = answersOf(pages, clicks);
  const problems = [
    ...deadLinks(built, pages),
    ...[...pages.keys()]
      .filter((path) => path !== "/404.html" && !clicks.has(path))
      .map((path) => `no link leads to ${path}`),
    ...unanswered,
  ];
  for (const line of [...lines, ...problems]) console.log(line);
  console.log(`${pages.size} pages in site/dist, ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

function tool(name: string, ...args: readonly string[]): boolean {
  const { status } = spawnSync(join(site, "node_modules/.bin", name), args, { cwd: site, stdio: "inherit" });
  return status === 0;
}

function fail(message: string): number {
  console.error(message);
  return 2;
}
