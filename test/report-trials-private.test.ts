import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { reporters } from "../src/report/reporters/registry.js";
import { type HarFile, readHar, writeHar } from "../src/wire/har/har.js";
import { runCommand } from "./support/command.js";
import { inflatedText } from "./support/inflated-texts.js";
import { fixturesFolder } from "./support/repository.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** What a customer may have written, in every form in which it may stand in a report. */
const personal = [
  "jane.roe@customer.example",
  "+1 415 555 0132",
  "Jane Roe of 12 Elm Street",
  "4111 1111 1111 1111",
  "4111111111111111",
  "CANARY-7f3a91",
];
const written = personal.join(", ");

const bad = "openrouter/chat-completions/llama-3.3-70b/response-after-tool.har";
const cell = "llama-3.3-70b/openrouter/chat-completions/response-after-tool";
const asked = [
  "--target",
  "llama-3.3-70b/openrouter/chat-completions",
  "--target",
  "llama-3.3-70b/bedrock/converse-stream",
];

let folder: WorkFolder;
beforeEach(() => {
  folder = workFolder();
});
const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });

/** A recording of the seed with what a customer wrote in its reply, as it is after an import from a log. */
function imported(mark: Partial<NonNullable<HarFile["meta"]["imported"]>>, note: string | null = null): string {
  const har = readHar(readFileSync(join(fixturesFolder, bad), "utf8"), bad);
  const [entry] = har.entries;
  if (entry === undefined) throw new Error("the seed has this recording");
  const whole = JSON.parse(Buffer.concat(entry.exchange.chunks.map(([, bytes]) => bytes)).toString());
  const [choice] = whole.choices;
  choice.message.content = written;
  choice.message.reasoning = written;
  const call = { name: "close_CANARY-7f3a91", arguments: JSON.stringify({ for: written }) };
  choice.message.tool_calls = [{ id: "CANARY-7f3a91", type: "function", function: call }];
  choice.finish_reason = choice.native_finish_reason = "4111111111111111";
  const body = Buffer.from(
    JSON.stringify({ ...whole, id: "4111111111111111", provider: "4111111111111111", note: written }),
  );
  return writeHar({
    meta: {
      ...har.meta,
      note,
      imported: { file: "logs/prod.jsonl", format: "litellm", losses: [], interactions: [0], ...mark },
    },
    entries: [{ ...entry, exchange: { ...entry.exchange, chunks: [[0, body]] } }],
  });
}

/** Every text that a report holds, without the escapes of its format. */
function textsOf(text: string): string {
  return inflatedText(text).replaceAll("&#64;", "@").replaceAll("\\u0040", "@");
}

const leaksIn = (text: string) => personal.filter((one) => textsOf(text).includes(one));

/** Every report of a replay, by its file, and what the command printed. */
async function everyReport(...words: readonly string[]): Promise<{ readonly [file: string]: string }> {
  const named = reporters.flatMap(({ name }) => ["--reporter", `${name}=out/${name}`]);
  const shown = ["--scenario", "response-after-tool", "--fixtures", "fx", "--reports", "usual", "--verbose"];
  const { stdout, stderr, code } = await program("run", ...asked, ...shown, ...named, "--embed", "all", ...words);
  expect(code, stderr).toBe(1);
  return { ...folder.contents("out"), ...folder.contents("usual"), stdout, stderr };
}

describe.each<[how: string, har: () => string]>([
  ["marked by its import", () => imported({ isPrivate: true })],
  ["marked by the note of an older import", () => imported({}, "Private: it holds what customers wrote. Kept.")],
])("a fixture of a production log, %s", (_how, har) => {
  beforeEach(() => {
    folder.write(`fx/${bad}`, har());
  });

  test("is withheld in every format, and in what the command prints", async () => {
    const texts = await everyReport();
    expect(Object.keys(texts)).toEqual(expect.arrayContaining(["html", "markdown", "json", "junit", "csv"]));
    for (const [file, text] of Object.entries(texts)) expect(leaksIn(text), file).toEqual([]);
    expect(texts["stderr"]).toContain("private: the content of 1 cell of production logs is withheld");
    expect(texts["html"]).toMatch(/withheld: \d+ characters, sha256 [0-9a-f]{12}/);
    const { cells } = JSON.parse(texts["json"] ?? "");
    expect(cells.filter((one: { private?: true }) => one.private === true)).toHaveLength(1);
  });

  test("is withheld by explain, show and clients, and no bundle is made of it", async () => {
    for (const words of [
      ["explain", cell],
      ["explain", cell, "--json"],
      ["show", cell],
      ["show", cell, "--json"],
    ]) {
      const { stdout, stderr, code } = await program(...words, "--fixtures", "fx");
      expect(code, stderr).toBe(0);
      expect(leaksIn(stdout), words.join(" ")).toEqual([]);
    }
    const raw = await program("show", cell, "--raw", "--fixtures", "fx");
    expect([raw.code, raw.stdout]).toEqual([2, ""]);
    expect(raw.stderr).toContain("--include-content");
    const bundle = await program("evidence", cell, "--out", "bundle", "--demo", "--fixtures", "fx");
    expect([bundle.code, leaksIn(bundle.stderr)]).toEqual([2, []]);
    expect(bundle.stderr).toContain("hold what customers wrote");
  });

  test("is quoted where that was asked for", async () => {
    const texts = await everyReport("--include-content");
    for (const file of ["html", "markdown"]) expect(texts[file], file).toContain("CANARY-7f3a91");
    expect(texts["stderr"]).not.toContain("withheld");
    const raw = await program("show", cell, "--raw", "--fixtures", "fx", "--include-content");
    expect([raw.code, raw.stdout.includes("CANARY-7f3a91")]).toEqual([0, true]);
  });
});

test("a public fixture beside a private one is quoted as ever", async () => {
  folder.copy("fixtures", "fx");
  folder.write(`fx/${bad}`, imported({ isPrivate: true }));
  const words = [
    "--model",
    "llama-3.3-70b",
    "--model",
    "kimi-k2.5",
    "--fixtures",
    "fx",
    "--reporter",
    "html=page.html",
  ];
  const { code, stderr } = await program("run", "--suite", "seed", ...words, "--no-reports", "--embed", "all");
  expect(code, stderr).toBe(1);
  const page = folder.read("page.html");
  expect(leaksIn(page)).toEqual([]);
  expect(textsOf(page)).toContain("The current weather in San Francisco is:");
});

/** A line of a production log. */
const row = {
  ...{
    id: "a",
    call_type: "acompletion",
    model: "kimi",
    custom_llm_provider: "openai",
    startTime: "2026-01-01T00:00:00Z",
  },
  api_base: "https://openrouter.ai/api/v1/",
  messages: [{ role: "user", content: written }],
  response: {
    ...{ id: "c", object: "chat.completion", created: 1, model: "kimi" },
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: written } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  },
};

test("a judged production log is withheld in every format", async () => {
  folder.write("logs/prod.jsonl", `${JSON.stringify(row)}\n`);
  const named = reporters.flatMap(({ name }) => ["--reporter", `${name}=out/${name}`]);
  const { stdout, stderr, code } = await program("judge", "logs", "--format", "litellm", ...named);
  expect(code, stderr).toBe(0);
  const texts: { readonly [file: string]: string } = { ...folder.contents("out"), stdout, stderr };
  expect(Object.keys(texts)).toEqual(expect.arrayContaining(["html", "markdown", "json", "csv", "openmetrics"]));
  for (const [file, text] of Object.entries(texts)) expect(leaksIn(text), file).toEqual([]);
  expect(texts["html"]).toContain("Some are of production logs");
  expect(JSON.parse(texts["json"] ?? "").exchanges).toMatchObject([{ model: "kimi", private: true }]);
});

test("an import of a production log marks what it writes, and so does an import of that", async () => {
  folder.write("logs/prod.jsonl", `${JSON.stringify(row)}\n`);
  const format = ["--format", "litellm"];
  const first = await program("import", "logs", "--out", "one", "--include-content", ...format);
  expect(first.code, first.stderr).toBe(0);
  const [name = ""] = Object.keys(folder.contents("one"));
  expect(JSON.parse(folder.read(`one/${name}`)).log._parity.imported).toMatchObject({
    format: "litellm",
    isPrivate: true,
  });
  expect((await program("import", "one", "--out", "none")).code).toBe(2);
  const second = await program("import", "one", "--out", "two", "--include-content");
  expect(second.code, second.stderr).toBe(0);
  const [again = ""] = Object.keys(folder.contents("two"));
  expect(JSON.parse(folder.read(`two/${again}`)).log._parity.imported).toMatchObject({
    format: "har",
    isPrivate: true,
  });
  for (const place of ["one", "two"]) {
    const { stdout } = await program("judge", place, "--json");
    expect([leaksIn(stdout), stdout.includes('"private":true')]).toEqual([[], true]);
  }
});
