import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const architecture = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
const decisions = architecture.slice(architecture.indexOf("## 7. Translation cases"));
const serversSide = architecture.slice(architecture.indexOf("### 7.4"));
const titles = testTitles(join(root, "src/adapters"));
const serverTests = ["test/server-translation.test.ts", ...serverFiles("src/adapters/openai-chat/server")];
const serverTitles = serverTests.flatMap((file) => titlesIn(join(root, file)));

const rows = [...ids("R", 40), ...ids("S", 24)];

function ids(letter: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

function testTitles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .flatMap((name) => titlesIn(join(folder, name)));
}

function titlesIn(file: string): readonly string[] {
  return readFileSync(file, "utf8").match(/["'`][^"'`\n]*\b[RS]\d{1,2}\b[^"'`\n]*["'`]/g) ?? [];
}

function serverFiles(folder: string): readonly string[] {
  return ["read-request", "encode-reply", "encode-stream"].map((name) => `${folder}/${name}.test.ts`);
}

/** The rows that the table of the server's side decides. */
function serverRows(): readonly string[] {
  const cells = serversSide.matchAll(/^\| ((?:[RS]\d{1,2} ?)+)\|/gm);
  return [...cells].flatMap(([, names]) => (names ?? "").trim().split(" "));
}

test.each(rows)("%s has a decision in ARCHITECTURE.md", (row) => {
  const line = new RegExp(`^\\|[^|]*\\b${row}\\b[^|]*\\|`, "m");
  expect(decisions).toMatch(line);
});

test.each(rows)("a test of the adapters bears the name %s", (row) => {
  expect(titles.filter((title) => new RegExp(`\\b${row}\\b`).test(title))).not.toEqual([]);
});

test("the server's side is decided for the rows that are about its requests and replies", () => {
  const wanted = ["R1", "R2", "R9", "R11", "R12", "R14", "R15", "R18", "R23", "R24", "R27", "R29", "R31", "R32", "R34"];
  const replies = [
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S6",
    "S7",
    "S8",
    "S9",
    "S10",
    "S11",
    "S12",
    "S14",
    "S15",
    "S16",
    "S17",
  ];
  expect(serverRows()).toEqual(expect.arrayContaining([...wanted, ...replies, "S18", "S19"]));
});

test.each(serverRows())("a test of the server's side bears the name %s", (row) => {
  expect(serverTitles.filter((title) => new RegExp(`\\b${row}\\b`).test(title))).not.toEqual([]);
});
