import { describe, expect, test } from "vitest";
import { applyEdits, createSecretSearch } from "./secret-search.js";
import { findSpelledSecrets } from "./spelled-secrets.js";

const canary = "canary-42";
const search = createSecretSearch([{ name: "ours", value: canary }]);

const without = (texts: readonly string[]) => {
  const found = findSpelledSecrets(texts, search);
  expect(found).toHaveLength(texts.length);
  return texts.map((text, at) => applyEdits(text, found[at] ?? []));
};
const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");

describe("a secret that several texts spell out together", () => {
  test.each<[what: string, texts: string[], left: string[]]>([
    ["plain texts", ["a cana", "ry-42 b"], ["a REDACTED", " b"]],
    ["plain texts with one between", ["cana", "ry", "-42"], ["REDACTED", "", ""]],
    ["plain texts with an empty one between", ["cana", "", "ry-42"], ["REDACTED", "", ""]],
    ["objects", ['{"t":"cana"}', '{"t":"ry-42"}'], ['{"t":"REDACTED"}', '{"t":""}']],
    ["objects behind blanks", [' \n{"t":"cana"}', '{"t":"ry-42"}'], [' \n{"t":"REDACTED"}', '{"t":""}']],
    ["lists", ['["cana"]', '["ry-42"]'], ['["REDACTED"]', '[""]']],
    ["strings", ['"cana"', '"ry-42"'], ['"REDACTED"', '""']],
    ["members of one object, in their lists", ['{"t":["cana","ry-42"]}'], ['{"t":["REDACTED",""]}']],
    [
      "the same block, beside another block",
      ['{"index":0,"t":"cana"}', '{"index":1,"t":"xy"}', '{"index":0,"t":"ry-42"}'],
      ['{"index":0,"t":"REDACTED"}', '{"index":1,"t":"xy"}', '{"index":0,"t":""}'],
    ],
    [
      "several blocks one after the other",
      ['{"index":0,"t":"cana"}', '{"index":1,"t":"ry-42"}'],
      ['{"index":0,"t":"REDACTED"}', '{"index":1,"t":""}'],
    ],
    [
      "escapes",
      ['{"t":"\\n\\u0063ana"}', '{"t":"ry\\u002d4"}', '{"t":"2\\t"}'],
      ['{"t":"\\nREDACTED"}', '{"t":""}', '{"t":"\\t"}'],
    ],
    [
      "objects in base64",
      [`{"b":"${base64('{"t":"cana"}')}"}`, `{"b":"${base64('{"t":"ry-42"}')}"}`],
      [`{"b":"${base64('{"t":"REDACTED"}')}"}`, `{"b":"${base64('{"t":""}')}"}`],
    ],
    [
      "an object in base64 and one that is not",
      [`{"t":"${base64('{"t":"cana"}')}"}`, '{"t":{"t":"ry-42"}}', '{"t":"ry-42"}'],
      [`{"t":"${base64('{"t":"REDACTED"}')}"}`, '{"t":{"t":"ry-42"}}', '{"t":""}'],
    ],
    [
      "objects in base64 that begin with a blank or a line end",
      [
        `{"b":"${base64('{ "t":"cana"}')}"}`,
        `{"b":"${base64('{\n"t":"ry-"}')}"}`,
        `{"b":"${base64('{\r\n"t":"42"}')}"}`,
      ],
      [
        `{"b":"${base64('{ "t":"REDACTED"}')}"}`,
        `{"b":"${base64('{\n"t":""}')}"}`,
        `{"b":"${base64('{\r\n"t":""}')}"}`,
      ],
    ],
    [
      "objects in base64 whose first name begins with a digit, a blank or a letter beyond ASCII",
      [
        `{"b":"${base64('{"1t":"a","t":"cana"}')}"}`,
        `{"b":"${base64('{" t":"a","t":"ry-"}')}"}`,
        `{"b":"${base64('{"\u00e9":"a","t":"42"}')}"}`,
      ],
      [
        `{"b":"${base64('{"1t":"a","t":"REDACTED"}')}"}`,
        `{"b":"${base64('{" t":"a","t":""}')}"}`,
        `{"b":"${base64('{"\u00e9":"a","t":""}')}"}`,
      ],
    ],
    [
      "text that begins like base64 of an object and is none",
      ['{"t":"eyJ ca"}', '{"t":"nary-42"}'],
      ['{"t":"eyJ REDACTED"}', '{"t":""}'],
    ],
    ["two secrets", ["a cana", "ry-42 b can", "ary-42 c"], ["a REDACTED", " b REDACTED", " c"]],
    [
      "a whole secret in one text, another across",
      [canary, `${canary}can`, "ary-42"],
      ["REDACTED", "REDACTEDREDACTED", ""],
    ],
    ["equal pieces, which say it as each does", [`${canary} `, `${canary} `], [`${canary} `, `${canary} `]],
    ["one text alone, which is searched as it stands", [`a ${canary}`], [`a ${canary}`]],
    ["other members, which are other texts", ['{"t":"cana"}', '{"u":"ry-42"}'], ['{"t":"cana"}', '{"u":"ry-42"}']],
    ["members in another order", ["ry-42", "cana"], ["ry-42", "cana"]],
    ["names of members", ['{"cana":1}', '{"ry-42":1}'], ['{"cana":1}', '{"ry-42":1}']],
    ["texts with more behind it", ["cana", "ry-42", " b", " and more text"], ["REDACTED", "", " b", " and more text"]],
    [
      "equal pieces with an empty one between, which say it as each does",
      [`{"t":"${canary}"}`, '{"t":""}', `{"t":"${canary}"}`],
      [`{"t":"${canary}"}`, '{"t":""}', `{"t":"${canary}"}`],
    ],
    ["nothing", [], []],
  ])("in %s", (_what, texts, left) => {
    expect(without(texts)).toEqual(left);
  });

  test("is not looked for over all blocks where one block alone spells one", () => {
    const texts = ['{"index":0,"t":"cana"}', '{"index":0,"t":"ry-42can"}', '{"index":1,"t":"ary-42"}'];
    const once = ['{"index":0,"t":"REDACTED"}', '{"index":0,"t":"can"}', '{"index":1,"t":"ary-42"}'];
    expect(without(texts)).toEqual(once);
    expect(without(once)).toEqual([once[0], '{"index":0,"t":"REDACTED"}', '{"index":1,"t":""}']);
  });

  test("gives no edit for a text without one, also in base64", () => {
    const texts = [`{"b":"${base64('{"t":"a"}')}"}`, `{"b":"${base64('{"t":"b"}')}"}`, "text", "other"];
    expect(findSpelledSecrets(texts, search)).toEqual([[], [], [], []]);
  });

  test("is named once for each text, also through base64", () => {
    const inner = (text: string) => `{"b":"${base64(`{"t":"${text}","u":"${text}"}`)}"}`;
    const names = findSpelledSecrets([inner("cana"), inner("ry-42")], search).map((edits) =>
      edits.map(({ name }) => name),
    );
    expect(names).toEqual([["ours"], ["ours"]]);
  });

  test("gives its edits in the order of the text", () => {
    const texts = [`{"b":"${base64('{"t":"cana"}')}","c":"cana"}`, `{"c":"ry-42","b":"${base64('{"t":"ry-42"}')}"}`];
    for (const edits of findSpelledSecrets(texts, search)) {
      expect(edits).toHaveLength(2);
      expect(edits[0]?.end).toBeLessThan(edits[1]?.start ?? 0);
    }
  });
});
