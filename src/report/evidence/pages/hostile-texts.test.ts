import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { page } from "../../../../test/samples/evidence-cases.js";
import { madeMaterial, many } from "../../../../test/samples/evidence-materials.js";
import { reply } from "../../../../test/samples/transcripts.js";
import { pagesOf } from "./pages-of.js";

describe("hostile texts", () => {
  const evil =
    "](http://evil.example) `x` ``` | <script>alert(1)</script>\n# Heading\n@everyone #123 ![a](http://evil.example/p.png) www.evil.example \u001b[2J \u202E\u200F";
  const hostile = madeMaterial({
    failing: {
      ...{ identity: { providerModelId: `id${evil}` }, scenario: { title: evil } },
      replies: many(3, (n) =>
        reply([{ kind: "text", text: `${"````\n".repeat(3)}${evil}` }], {
          requestId: `req${evil}${n}`,
          id: `gen${evil}`,
          upstream: evil,
        }),
      ),
      wire: {
        headers: [["x-amzn-requestid", evil]],
        url: `https://host/${evil}`,
        host: evil,
        frames: [{ offset: 0, length: 9, name: `messageStop${evil}`, payload: evil }],
      },
      body: evil,
    },
    facts: { run: evil, program: evil },
    change: { twins: { commands: [], symptom: null, refused: [{ twin: evil, reason: evil }] } },
  });

  test.each(pagesOf(hostile).map(({ path, text }) => [path, text] as const))("%s holds", (_, text) => {
    const outside = withoutFences(text);
    expect(withoutCode(outside)).not.toMatch(/(?<!\\)<script/i);
    expect(outside).not.toMatch(/^# Heading/m);
    expect(withoutCode(outside)).not.toMatch(
      /(?<!\\)!\[|(?<!\\)\]\(http|(?<![\\\w])@everyone|(?<!\\)#123|www\.evil|http:\/\/evil/,
    );
    expect(text).not.toMatch(/[\u001b\u202e\u200f]/);
    for (const line of outside.split("\n").filter((one) => one.startsWith("|")))
      expect(withoutCode(line)).not.toMatch(/\\\\\|/);
  });

  test("every row of a table has as many cells as its head, whatever the texts are", () => {
    const pieces = [
      "|",
      "\\",
      "`",
      "```",
      "\n",
      "\r\n",
      "<b>",
      "](",
      "![",
      "@a",
      "#1",
      "\u202e",
      "\u0000",
      "\ud800",
      "x",
      " ",
      "&lt;",
      "-",
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (words) => {
        const material = madeMaterial({
          failing: {
            ...{ identity: { providerModelId: words }, scenario: { title: words }, body: words },
            replies: [reply([{ kind: "text", text: words }], { requestId: words, id: words, upstream: words })],
            wire: {
              headers: [[words, words]],
              host: words,
              frames: [{ offset: 0, length: 1, name: words, payload: words }],
            },
          },
          facts: { run: words },
        });
        for (const { path, text: shown } of pagesOf(material).filter((one) => one.path.endsWith(".md"))) {
          let cells: number | null = null;
          for (const line of withoutFences(shown).split("\n")) {
            const isRow = line.startsWith("| ");
            const count = isRow ? line.replace(/\\[|]/g, "").split("|").length : null;
            if (isRow && cells !== null) expect([path, line, count]).toEqual([path, line, cells]);
            cells = count;
          }
          expect(withoutCode(withoutFences(shown))).not.toMatch(/(?<!\\)<b>|(?<!\\)!\[|[\u202e\u0000]/);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a long text is quoted in part, and what is left out is counted", () => {
    const long = madeMaterial({ failing: { replies: [reply([{ kind: "text", text: "x".repeat(1500) }])] } });
    expect(page(long, "report.md")).toContain(
      `\n\`\`\`\n${"x".repeat(1200)}\n\`\`\`\n\n300 more characters are left out; [wire/failing.frames.txt](wire/failing.frames.txt) has all of them.`,
    );
  });
});

/** The lines outside of fences, whatever their length. */
function withoutFences(text: string): string {
  let fence: string | null = null;
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    const found = /^(`{3,})[^`]*$/.exec(line)?.[1] ?? null;
    if (fence === null && found !== null) fence = found;
    else if (fence !== null && line === fence) fence = null;
    else if (fence === null) kept.push(line);
  }
  expect(fence).toBeNull();
  return kept.join("\n");
}

/** Without code spans, whose content is literal. An escaped backtick opens none. */
function withoutCode(text: string): string {
  return text.replace(/\\[\s\S]|(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/g, (found, fence) =>
    fence === undefined ? found : "",
  );
}
