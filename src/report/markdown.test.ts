import { expect, test } from "vitest";
import { bedrock, build, one, openrouter } from "../../test/samples/matrices.js";
import { afterTool, recorded, reply, text, transcript, turn, usage } from "../../test/samples/transcripts.js";
import type { KnownDivergence } from "../scenario/known.js";
import type { CellIdentity } from "../transcript/transcript.js";
import { compareWithKnown } from "../verdict/baseline.js";
import { matrixJson } from "../verdict/matrix/matrix-json.js";
import type { Bundle } from "./bundle.js";
import { matrixMarkdown } from "./markdown.js";

function bundle(matrix: Bundle["matrix"]): Bundle {
  return {
    matrix,
    blankReplies: [],
    known: [],
    cellCommands: matrix.verdicts.map(({ cell }) => `the command of ${cell.target}`),
  };
}

const good = one(openrouter, reply([text("It is 42.")], { upstream: "Moonshot AI" }));
const empty = one(bedrock, reply([], { usage: usage(0) }));
const page = matrixMarkdown(bundle(build([good, empty])));

test("the same verdicts in any order give the same page", () => {
  expect(matrixMarkdown(bundle(build([empty, good])))).toBe(page);
});

test.each([
  [
    "what fails and differs, in numbers",
    "**1 of 2 measured cells fails; 1 of 1 comparable row (a model and a scenario) works in one column and fails in another.**",
  ],
  [
    "where it fails, how often, and compared with what",
    "| **kimi-k2.5** `empty-reply (silent)`<br>sample: ✗ 0/1 on [bedrock converse-stream](#kimi-k2.5/bedrock/converse-stream/sample)<br>compared with openrouter chat-completions: ✓ 1/1; requests equivalent except: streamed or not |",
  ],
  ["whose fault, since when, and what next", "| **undetermined**<br>seen on 2026-02-10; not in known.yaml<br>next: "],
  [
    "the cells, the failing one leading to all that is known of it",
    '| <a id="kimi-k2.5/openrouter/chat-completions/sample"></a>✓ 1/1 | [✗ 0/1 empty-reply (silent)](#kimi-k2.5/bedrock/converse-stream/sample) |',
  ],
  [
    "the place of that link",
    '<a id="kimi-k2.5/bedrock/converse-stream/sample"></a>\n\n### kimi-k2.5, bedrock converse-stream: sample',
  ],
  ["what a column is asked as", "- **Asked as:** `moonshotai.kimi-k2.5`, in us-east-1"],
  ["how often a cell fails", "- **How often:** 1 of 1 trial bad, a failure rate of 5.0 % to 100.0 %"],
  ["what the finding means", "`empty-reply (silent)`: no text, no call; finish end_turn; 0 output tokens reported"],
  ["the reply of the one side", "openrouter chat-completions replied: `It is 42.`"],
  ["the reply of the other side", "bedrock converse-stream replied: nothing"],
  ["the fields that were the same", "Same: model, messages, tools, maxOutputTokens"],
  ["where the bytes come from", "recorded | 2026-02-10"],
  ["why a column cannot be", "not offered (a document, 2026-02-10)"],
  ["whose fault the red cell is", "- **Whose fault:** **undetermined**. "],
  [
    "what its control lacks",
    "| the provider | sample on kimi-k2.5/openrouter/chat-completions | 1/1 | too few trials |",
  ],
  [
    "what is missing, and its price",
    "- missing: the same request without streaming, with --nonce. It separates the streaming parser from everything else (about 10 calls).",
  ],
  ["what the run says of a hypothesis", "| contradicted | None of 1 bad trials ended at its token limit. |"],
  [
    "what would test the other hypotheses",
    "- H1: run response-after-tool and response-after-native-id on the same target",
  ],
  ["a command for the red cell", "```sh\nthe command of kimi-k2.5/bedrock/converse-stream\n```"],
])("the page has %s", (_, words) => {
  expect(page).toContain(words);
});

test.each([
  [["2026-11-09"], null, "2026-11-09 (the gate)"],
  [
    ["2026-11-09", "2026-11-10"],
    "2026-11-08",
    "a night between 2026-11-09 and 2026-11-10 (the gate), last good on 2026-11-08",
  ],
  [null, null, "seen on 2026-02-10; not in known.yaml"],
])("a cell of which the gate says %j fails since then", (since, lastGood, words) => {
  const nights = new Map([["kimi-k2.5/bedrock/converse-stream/sample (http)", { since, lastGood }]]);
  const place = { recordings: null, html: null, json: null };
  expect(matrixMarkdown(bundle(build([good, empty])), place, nights)).toContain(`- **Since when:** ${words}\n`);
});

test("a run is named with its start, its commit and its versions, and what stands beside the page is linked", () => {
  const matrix = build([good, empty]);
  const run = { id: "one", startedAt: "2026-11-20T02:00:00.000Z", commit: `${"0123456789".repeat(4)}-dirty` };
  const made = { ...matrix.generatedFrom, mode: "live" as const, date: "2026-11-20", run };
  const place = { recordings: null, html: "report.html", json: "compatibility-matrix.json" };
  const marked = matrixMarkdown(bundle({ ...matrix, generatedFrom: made }), place);
  expect(marked).toContain(
    "\nRun `one` asked the services on 2026-11-20T02:00:00.000Z, at commit `012345678901` with local changes. With llm-parity 0.1.0, openai 6. Conformance suite: not recorded. The same report [with filters and the evidence of every trial](report.html), [as data](compatibility-matrix.json).\n",
  );
  const edition = { id: "2026-11", draft: true as const, outside: ["own"] };
  const judged = (asked: string | null) =>
    matrixMarkdown(bundle({ ...matrix, generatedFrom: { ...made, edition, run: { ...run, edition: asked } } }), place);
  expect(judged("2026-11")).toContain(" Conformance suite: 2026-11 (draft), 1 scenario not of it. ");
  expect(judged("2026-10")).toContain(" 1 scenario not of it, the run's own: 2026-10. ");
  expect(judged(null)).toContain(" 1 scenario not of it, the run's own: not recorded. ");
  expect(marked).toContain("[in the HTML report](report.html#kimi-k2.5/bedrock/converse-stream/sample%20%28http%29)");
});

test("a cell of a replay leads to its recording, where the page knows the way", () => {
  const recordings = ["fixtures/a/b.har", "fixtures/c/d e.har"];
  const page = (way: string | null) =>
    matrixMarkdown({ ...bundle(build([good, empty])), recordings }, { recordings: way, html: null, json: null });
  expect(page("..")).toContain("[✓ 1/1](../fixtures/a/b.har)");
  expect(page("..")).toContain("- **Evidence:** [`fixtures/c/d e.har`](../fixtures/c/d%20e.har)");
  expect(page(null)).toContain("- **Evidence:** `fixtures/c/d e.har`\n");
  expect(page(null)).not.toContain("](../");
});

test("an authored matrix says so in its second line, and a recorded one does not", () => {
  const authored = { ...empty, provenance: { ...recorded, source: "authored" as const, after: "a document" } };
  expect(matrixMarkdown(bundle(build([authored]))).split("\n")[2]).toMatch("AUTHORED: no vendor traffic");
  expect(page).not.toContain("AUTHORED");
});

test.each([
  ["says nothing", null, "<https://example.test/1> (the entry expires on 2027-02-10)"],
  [
    "shows some tokens in a region",
    { symptom: null, outputTokens: "some", region: "ap-southeast-2", date: "2026-02-26" },
    "<https://example.test/1> shows more than 0 output tokens, in ap-southeast-2, 2026-02-26 (the entry ",
  ],
  [
    "shows a symptom, no tokens and no region",
    { symptom: "an empty reply", outputTokens: 0, region: null, date: "2026-02-10" },
    "<https://example.test/1> shows an empty reply; 0 output tokens, region not given, 2026-02-10 (the entry ",
  ],
  [
    "gives neither tokens nor region",
    { symptom: null, outputTokens: null, region: null, date: "2026-02-10" },
    "<https://example.test/1> shows output tokens not given, region not given, 2026-02-10 (the entry ",
  ],
] as const)("the link of an expected cell whose report %s", (_, shows, words) => {
  const entry: KnownDivergence = {
    ...{ model: "kimi-k2.5", target: "kimi-k2.5/bedrock/converse-stream", provider: null, api: null },
    ...{ scenario: "sample", finding: "empty-reply", check: null, claim: null, bug: "https://example.test/1" },
    ...{ shows, since: "2026-02-10", expires: "2027-02-10", note: null, place: "known.yaml:4:5" },
  };
  const matrix = build([good, empty]);
  const known = compareWithKnown(matrix.verdicts, [entry], "2026-11-20");
  expect(
    matrixMarkdown({ matrix: { ...matrix, known }, blankReplies: [], known: [entry], cellCommands: [] }),
  ).toContain(words);
});

test.each([
  ["text on the left alone", true, false, "; tool result as JSON or as text"],
  ["text on the right alone", false, true, "; tool result as JSON or as text"],
  ["text on both sides", true, true, null],
  ["JSON on both sides", false, false, null],
])("the row of a pair whose tool results went out as %s", (_, left, right, words) => {
  const messages = afterTool.map((message) =>
    message.role === "tool" ? { ...message, parts: [{ kind: "json", value: { f: 65 } } as const] } : message,
  );
  const asText = [{ id: "json-as-text", field: "messages[2].parts[0]", message: "JSON is sent as JSON text" }];
  const trial = (identity: Partial<CellIdentity>, isText: boolean) =>
    transcript([turn("ask", reply([text("42")], { warnings: isText ? asText : [] }), { messages })], {
      cell: identity,
    });
  const matrix = build([trial(openrouter, left), trial(bedrock, right)]);
  const headline = /^\| kimi-k2.5 \| openrouter.*$/m.exec(matrixMarkdown(bundle(matrix)))?.[0] ?? "";
  expect(headline).toContain("requests equivalent");
  if (words === null) expect(headline).not.toContain("tool result as");
  else expect(headline).toContain(words);
  expect(matrixJson(matrix).pairs[0]?.toolResults).toEqual(
    words === null ? null : { left: left ? "text" : "json", right: right ? "text" : "json" },
  );
});

test("without a blank reply there is nothing to explain, so no hypothesis is shown, and no fault", () => {
  const fine = matrixMarkdown(bundle(build([good])));
  expect(fine).not.toContain("hypothes");
  expect(fine).not.toContain("Whose fault");
});

test("a page of no verdict at all is still a page", () => {
  expect(matrixMarkdown(bundle(build([])))).toContain("# Compatibility matrix");
});

/** Foreign text that would do something in Markdown, in HTML, on a terminal or in a CI log. */
const hostile = [
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "![pixel](http://tracker.example/p.png)",
  "[click](javascript:alert(1))",
  "a | b\n| c",
  "```\n# heading\n```",
  "</details>",
  "::error::broken",
  "##vso[task.complete]",
  "@everyone #1",
  "\u001b[2J\u001b]0;title\u0007",
  "\u202eevil",
  "nul \u0000 and half \ud800 a pair",
];

test.each(hostile)("the foreign text %j does nothing on the page, wherever it comes from", (evil) => {
  const talks = one(
    { ...openrouter, providerModelId: "m" },
    reply([text(`42 ${evil}`)], { upstream: evil, requestId: evil }),
  );
  const marked = matrixMarkdown(bundle(build([talks, empty])));
  expect(outsideCode(marked)).not.toMatch(/(?<!\\)(<(script|img)|!\[|\]\((?!#)|@(?!\u200b))|@everyone/);
  expect(marked).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
  expect(marked).not.toMatch(/^(::|##vso|# heading)/m);
  expect(widths(marked)).toEqual(widths(matrixMarkdown(bundle(build([{ ...talks, turns: good.turns }, empty])))));
});

test("a reply of a megabyte is cut, and its length is said", () => {
  const long = one(openrouter, reply([text("x".repeat(1_000_000))], {}));
  const marked = matrixMarkdown(bundle(build([long, empty])));
  expect(marked.length).toBeLessThan(100_000);
  expect(marked).toContain("1000000 characters");
});

test("a red cell that is not listed stands before one that is", () => {
  const nothing = reply([]);
  const made = build([one(bedrock, nothing), one(openrouter, nothing)]);
  const ofProvider = (name: string) => made.known.unexpected.filter(({ cell }) => cell.provider === name);
  const known = { ...made.known, expected: ofProvider("openrouter"), unexpected: ofProvider("bedrock") };
  const marked = matrixMarkdown(bundle({ ...made, known }));
  expect(marked).toContain(
    "**2 of 2 measured cells fail (1 known); 0 of 1 comparable row (a model and a scenario) work in one column and fail in another.** **1 is not listed** in `known.yaml`.",
  );
  expect([...marked.matchAll(/^### kimi-k2.5, (.*)$/gm)].map(([, place]) => place)).toEqual([
    "bedrock converse-stream: sample",
    "openrouter chat-completions: sample",
  ]);
});

/** The page without its code spans and blocks, in which text is shown and not obeyed. */
function outsideCode(markdown: string): string {
  return markdown.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "").replace(/(`+)[^`\n][^\n]*?\1/g, "");
}

/** How many cells each table line has: a cell that breaks its row would change them. */
function widths(markdown: string): readonly number[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(/(?<!\\)\|/).length);
}
