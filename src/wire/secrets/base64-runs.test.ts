import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base64Needles, base64RunAround, encodeLike, findBase64Runs } from "./base64-runs.js";

const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");
const base64url = (text: string) => Buffer.from(text, "latin1").toString("base64url");

describe("stretches of base64", () => {
  test.each<[what: string, text: string, runs: (readonly [number, number, string])[]]>([
    ["fifteen letters are a word", "abcdefghijklmno", []],
    ["sixteen letters are one", base64("twelve bytes"), [[0, 16, "twelve bytes"]]],
    ["it may stand in other text", `: ${base64("twelve bytes")}.`, [[2, 18, "twelve bytes"]]],
    ["one equals sign belongs to it", `${base64("fourteen bytes")};`, [[0, 20, "fourteen bytes"]]],
    ["two equals signs belong to it", base64("thirteen byte"), [[0, 20, "thirteen byte"]]],
    ["two belong to whole groups too, and a third does not", `${base64("twelve bytes")}===`, [[0, 18, "twelve bytes"]]],
    ["a letter alone is left out wherever it stands", `:${base64("twelve bytes")}x`, [[1, 17, "twelve bytes"]]],
    ["a third does not", `${base64("thirteen byte")}=`, [[0, 20, "thirteen byte"]]],
    ["padding may be missing", base64url("thirteen byte"), [[0, 18, "thirteen byte"]]],
    ["plus and slash are letters of it", base64("\xfb\xff\xbf".repeat(4)), [[0, 16, "\xfb\xff\xbf".repeat(4)]]],
    ["minus and underscore are", base64url("\xfb\xff\xbf".repeat(4)), [[0, 16, "\xfb\xff\xbf".repeat(4)]]],
    ["a letter alone in the last group is left out", `${base64("twelve bytes")}x`, [[0, 16, "twelve bytes"]]],
    [
      "there may be several",
      `${base64("twelve bytes")} ${base64("other twelve")}`,
      [
        [0, 16, "twelve bytes"],
        [17, 33, "other twelve"],
      ],
    ],
  ])("%s", (_what, text, runs) => {
    expect(findBase64Runs(text)).toEqual(runs.map(([start, end, decoded]) => ({ start, end, decoded })));
  });
});

test("stretches are where the expression for them is, in any text", () => {
  const piece = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."aZ09+/-_"), minLength: 12, maxLength: 20 }),
    fc.string({ unit: fc.constantFrom(..."=. \n\u0141é"), maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      const places = [...text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)].map(({ 0: all, index }) => {
        const end = index + all.length;
        return [index, all.length % 4 === 1 ? end - 1 : end];
      });
      expect(findBase64Runs(text).map(({ start, end }) => [start, end])).toEqual(places);
    }),
  );
});

describe("the stretch around a place", () => {
  test.each([..."azAZ09+/-_"])("goes on at %s", (one) => {
    const text = `${one.repeat(4)}QUJD${one.repeat(4)}`;
    expect(base64RunAround(text, 4, 4)).toMatchObject({ start: 0, end: 12 });
  });

  test.each([...'`{@[:.,^ !*"é'])("ends at %s", (one) => {
    const text = `${one.repeat(4)}QUJD${one.repeat(4)}`;
    expect(base64RunAround(text, 4, 4)).toEqual({ start: 4, end: 8, decoded: "ABC" });
  });

  test("has its groups where the caller says, whole ones before that too", () => {
    expect(base64RunAround("xQUJDREVG", 5, 5)).toEqual({ start: 1, end: 9, decoded: "ABCDEF" });
    expect(base64RunAround("xxxxQUJDREVG", 8, 10)).toMatchObject({ start: 0, end: 12 });
    expect(base64RunAround("xxxQUJDREVG", 7, 9)).toMatchObject({ start: 3, end: 11 });
  });

  test("is null when its first group would begin before it", () => {
    expect(base64RunAround(" QUJD", 0, 1)).toBeNull();
    expect(base64RunAround(" QUJD", 1, 1)).toEqual({ start: 1, end: 5, decoded: "ABC" });
    expect(base64RunAround("QUJD", -1, 1)).toBeNull();
  });

  test("takes as many equals signs as its last group needs", () => {
    expect(base64RunAround("QUI===", 0, 0)).toEqual({ start: 0, end: 4, decoded: "AB" });
    expect(base64RunAround("QQ===", 0, 0)).toEqual({ start: 0, end: 4, decoded: "A" });
    expect(base64RunAround(" QUI==", 1, 1)).toEqual({ start: 1, end: 5, decoded: "AB" });
    expect(base64RunAround(" QQ==", 1, 1)).toEqual({ start: 1, end: 5, decoded: "A" });
    expect(base64RunAround("QUJDQQ====", 0, 0)).toEqual({ start: 0, end: 8, decoded: "ABCA" });
    expect(base64RunAround("QQ;;", 0, 0)).toEqual({ start: 0, end: 2, decoded: "A" });
    expect(base64RunAround("QUJD=", 0, 0)).toEqual({ start: 0, end: 4, decoded: "ABC" });
    expect(base64RunAround("QQ", 0, 0)).toEqual({ start: 0, end: 2, decoded: "A" });
    expect(base64RunAround("QUJDR", 0, 0)).toEqual({ start: 0, end: 4, decoded: "ABC" });
  });
});

test.each([
  ["padded base64 stays padded", base64("A"), "xy", base64("xy")],
  ["longer bytes are padded to whole groups", base64("A"), "seven b", base64("seven b")],
  ["whole groups get padding", base64("ABC"), "xy", base64("xy")],
  ["bare base64 stays bare", "QQ", "xy", "eHk"],
  ["padding is left out where none is needed", base64("A"), "xyz", "eHl6"],
  ["base64url by a minus", "--__QQ", "\xfb\xff\xbf", "-_-_"],
  ["base64url by an underscore", "__8", "\xfb\xff\xbf", "-_-_"],
  ["base64 by a plus", "++//", "\xfb\xff\xbf", "+/+/"],
  ["base64url in whole groups gets no padding", "-AAA", "xy", "eHk"],
  ["padded base64url stays padded", "-A==", "xy", "eHk="],
])("bytes are written like what they replace: %s", (_what, original, bytes, written) => {
  const text = `: ${original} .`;
  expect(encodeLike(text, { start: 2, end: 2 + original.length, decoded: "" }, bytes)).toBe(written);
});

describe("the needles of a secret", () => {
  test("are one for each place in a group of three bytes, without the letters that it shares", () => {
    expect(base64Needles(Buffer.from("secret"))).toEqual([
      { needle: "c2VjcmV0", skip: 0 },
      { needle: "NlY3Jld", skip: 2 },
      { needle: "zZWNyZX", skip: 3 },
    ]);
  });

  test("are two for a place where base64url differs", () => {
    expect(base64Needles(Buffer.from([0xfb, 0xff, 0xbf, 0x41, 0x41, 0x41]))).toEqual([
      { needle: "+/+/QUFB", skip: 0 },
      { needle: "-_-_QUFB", skip: 0 },
      { needle: "v/v0FBQ", skip: 2 },
      { needle: "v_v0FBQ", skip: 2 },
      { needle: "7/79BQU", skip: 3 },
      { needle: "7_79BQU", skip: 3 },
    ]);
  });

  test("stand in the base64 of every text around it", () => {
    const [first, second, third] = base64Needles(Buffer.from("secret")).map(({ needle }) => needle);
    for (const after of ["", "a", "ab", "abc"]) {
      for (const [shift, needle] of [first, second, third].entries()) {
        for (const groups of ["", "abc", "é12"]) {
          expect(base64(`${groups}${"xyz".slice(0, shift)}secret${after}`)).toContain(needle);
        }
      }
    }
  });
});
