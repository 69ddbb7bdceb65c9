import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const architecture = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
const decisions = architecture.slice(architecture.indexOf("## 7. Translation cases"));
const titles = testTitles(join(root, "src/adapters"));

const rows = [...ids("R", 40), ...ids("S", 24)];

function ids(letter: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

function testTitles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .flatMap(
      (name) => readFileSync(join(folder, name), "utf8").match(/["'`][^"'`\n]*\b[RS]\d{1,2}\b[^"'`\n]*["'`]/g) ?? [],
    );
}

test.each(rows)("%s has a decision in ARCHITECTURE.md", (row) => {
  const line = new RegExp(`^\\|[^|]*\\b${row}\\b[^|]*\\|`, "m");
  expect(decisions).toMatch(line);
});

test.each(rows)("a test of the adapters bears the name %s", (row) => {
  expect(titles.filter((title) => new RegExp(`\\b${row}\\b`).test(title))).not.toEqual([]);
});
