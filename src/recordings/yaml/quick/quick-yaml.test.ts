import fc from "fast-check";
import { expect, test } from "vitest";
import { parseForeignYaml } from "../foreign-yaml.js";
import { maxLexemes } from "../lexemes.js";
import { quickDocuments } from "./quick-yaml.js";

/** What the library alone makes of a text: one that has a part of the budget left is not read quickly. */
const byLibrary = (text: string) => parseForeignYaml(text, { left: maxLexemes - 1 });

/** Forms as PyYAML, Psych and go-yaml write them. */
const recorded = `---
version: 2
interactions:
- id: 0
  request:
    body: '{"a":"What''s
      new",

      "n":1}'
    empty: []
    none: {}
    'quoted key': "line\\n\\"two\\" \\u00e9\\ud83d\\ude00"
    folded: "one\\
      \\ two\\x41\\
      three four
      five\\_"
    nothing:
    plain: text that goes on
      below it

      and further
  response:
    literal: |-
      {
        "a": 1

      }

    kept: |+
      data: 1

    clipped: |
      x # no comment
      y: 1
    bytes: !!binary |
      AAEC
      /w==
    numbers: []
    status: {}
    code: 200
    octal: 017
    yes: on
    half: .5
    tilde: ~
    time: 2024-01-31T10:20:30Z
- - nested
  - - 1
    - -1
- "*/*"
`;

test("every form that recorders write is read, and as the library reads it", () => {
  const documents = quickDocuments(recorded);
  expect(byLibrary(recorded)).toEqual({ ok: true, documents, repaired: false });
  expect(documents).toMatchObject([
    {
      interactions: [
        {
          request: {
            body: '{"a":"What\'s new",\n"n":1}',
            "quoted key": 'line\n"two" é😀',
            folded: "one twoAthree four five\u00a0",
            nothing: null,
            plain: "text that goes on below it\nand further",
          },
          response: {
            literal: '{\n  "a": 1\n\n}',
            kept: "data: 1\n\n",
            bytes: new Uint8Array([0, 1, 2, 255]),
            octal: 15,
          },
        },
        ["nested", [1, -1]],
        "*/*",
      ],
    },
  ]);
});

test("several documents are read, in their order", () => {
  expect(quickDocuments("a: 1\n---\n- 2\n---\nb: 3\n")).toEqual([{ a: 1 }, [2], { b: 3 }]);
  expect(quickDocuments("---\na: |+\n  b\n\n...\n")).toEqual(byLibrary("a: |+\n  b\n\n...\n").documents);
});

test.each([
  "a: {b: 1}\n",
  "a: &x 1\nb: *x\n",
  "a: 1 # note\n",
  "# note\na: 1\n",
  "a: >\n  b\n",
  "a: |2\n   b\n",
  "a:\tb\n",
  "a: 'b\nc'\n",
  "a: 'b' c\n",
  'a: "\\q"\n',
  "a: b: c\n",
  "a: -\n",
  "- a\nb\n",
  "text\n",
  "",
  "a: 1\n...\nb: 1\n",
  "%YAML 1.1\n---\na: 1\n",
  "a: !!binary |\n  A?\n",
  `${"- ".repeat(60)}a\n`,
])("what is written in another way is left to the library: %j", (text) => {
  expect(quickDocuments(text)).toBeNull();
});

const edits = [
  "\n",
  " ",
  "  ",
  "- ",
  ":",
  ": ",
  "'",
  '"',
  "\\",
  "|",
  "#",
  " #",
  "\t",
  "---\n",
  "\n\n",
  "&a ",
  "*a",
  "[",
  "}",
  "null",
];
const others = [
  "~",
  "\n    ",
  "? ",
  "%",
  "\n...",
  "\\\n",
  "\\x41",
  "\\ ",
  "''",
  "|\n",
  ">",
  "\u00a0",
  "<<",
  "0x1",
  "yes",
  "\u2028",
  "\r",
];

test("a text that is damaged anywhere is read as the library reads it, or left to it", () => {
  const lines = recorded.split("\n");
  const edit = fc.tuple(fc.nat(), fc.constantFrom(...edits, ...others), fc.nat(3));
  const texts = fc
    .tuple(fc.nat(lines.length - 1), fc.integer({ min: 2, max: 14 }), fc.array(edit, { maxLength: 3 }))
    .map(([from, count, changes]) => damaged(outdented(lines.slice(from, from + count)), changes));
  fc.assert(
    fc.property(texts, (text) => {
      const documents = quickDocuments(text);
      if (documents !== null) expect(byLibrary(text)).toStrictEqual({ ok: true, documents, repaired: false });
    }),
    { numRuns: 3_000 },
  );
});

/** The lines moved to the left margin, so that they are a document of their own. */
function outdented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line !== "").map((line) => line.search(/[^ ]|$/));
  const least = Math.min(...indents);
  return lines.map((line) => `${line.slice(least)}\n`).join("");
}

function damaged(text: string, changes: readonly (readonly [number, string, number])[]): string {
  return changes.reduce((read, [at, piece, removed]) => {
    const place = at % (read.length + 1);
    return read.slice(0, place) + piece + read.slice(place + removed);
  }, text);
}
