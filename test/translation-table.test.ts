import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The pages of docs/translation that decide for requests to a wire API and for its replies. */
const adapters = ["openai-chat", "bedrock-converse", "bedrock-invoke", "responses", "messages"] as const;
const rows = [...ids("R", 41), ...ids("S", 24)];
/** Rows that its page leaves out, as it says: they do not concern these bodies. */
const notOfInvokeModel = "R8 R14 R15 R16 R22 R31 R36 R37 S2 S3 S4 S5 S8 S17 S18 S19".split(" ");

const decided = new Map([...adapters, "server"].map((page) => [page, rowsOf(page)]));
const tests = testFiles("src/adapters").map((file) => ({ file, titles: titlesIn(file) }));
const serverTests = [
  ...tests.filter(({ file }) => isOfServer(file)).map(({ file }) => file),
  "test/server-translation.test.ts",
];
const serverTitles = serverTests.flatMap(titlesIn);

function ids(letter: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

/** The rows that the tables of a page decide: `R1 R2` or `R17, R18` in the first column. */
function rowsOf(page: string): readonly string[] {
  const text = readFileSync(join(root, "docs/translation", `${page}.md`), "utf8");
  const cells = text.matchAll(/^\| ((?:[RS]\d{1,2}(?:, | )?)+) ?\|/gm);
  return [...cells].flatMap(([, names]) => names?.match(/[RS]\d{1,2}/g) ?? []);
}

function testFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name}`);
}

function titlesIn(file: string): readonly string[] {
  return readFileSync(join(root, file), "utf8").match(/["'`][^"'`\n]*\b[RS]\d{1,2}\b[^"'`\n]*["'`]/g) ?? [];
}

function isOfServer(file: string): boolean {
  return file.includes("/openai-chat/server/");
}

function titlesOf(row: string): readonly string[] {
  return tests.flatMap(({ titles }) => titles).filter((title) => new RegExp(`\\b${row}\\b`).test(title));
}

test.each(["openai-chat", "bedrock-converse", "responses", "messages"])(
  "docs/translation/%s.md decides every row once",
  (page) => {
    expect([...(decided.get(page) ?? [])].sort()).toEqual([...rows].sort());
  },
);

test("docs/translation/bedrock-invoke.md decides every row of its bodies", () => {
  const missing = rows.filter((row) => !decided.get("bedrock-invoke")?.includes(row));
  expect(missing).toEqual(notOfInvokeModel);
});

test.each(rows)("a test of the adapters bears the name %s", (row) => {
  expect(titlesOf(row)).not.toEqual([]);
});

test("the server's side is decided for the rows that are about its requests and replies", () => {
  const requests = [
    "R1",
    "R2",
    "R9",
    "R11",
    "R12",
    "R14",
    "R15",
    "R18",
    "R23",
    "R24",
    "R27",
    "R29",
    "R31",
    "R32",
    "R34",
  ];
  const replies = [...ids("S", 12), ...["S14", "S15", "S16", "S17", "S18", "S19"]];
  expect(decided.get("server")).toEqual(expect.arrayContaining([...requests, ...replies]));
});

test.each(decided.get("server") ?? [])("a test of the server's side bears the name %s", (row) => {
  expect(serverTitles.filter((title) => new RegExp(`\\b${row}\\b`).test(title))).not.toEqual([]);
});
