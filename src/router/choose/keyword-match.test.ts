import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keywordTest, normalised } from "./keyword-match.js";

const isIn = (keyword: string, text: string) => keywordTest(keyword)?.(normalised(text)) ?? null;

describe("a keyword of a script with spaces is a whole word", () => {
  test.each([
    ["code", "Write code, please", true],
    ["code", "decode this", false],
    ["code", "codes", false],
    ["code", "code2", false],
    ["code", "cod\u00e9", false],
    ["hi", "this", false],
    ["plus", "ｐｌｕｓ", true],
    ["naïve", "a nai\u0308ve plan", true],
    ["straße", "STRASSE", true],
    // A mark belongs to the letter before it, of whatever script.
    ["㉠\u0300ώ", "㉠\u0300Ώ", true],
    // A mark that no letter takes in.
    ["x\u0308", "an x\u0308 here", true],
    ["x", "an x\u0308 here", false],
    ["type script", "type-script", true],
    ["type script", "type\n  script", true],
    ["type script", "typescript", false],
    ["#plus!", "1 plus 2", true],
    ["код", "Напиши код", true],
    ["код", "декодер", false],
    ["κώδικας", "Ο ΚΏΔΙΚΑΣ", true],
    ["كود", "اكتب كود بايثون", true],
    ["كود", "الكود", false],
    ["हिन्दी", "क्या हिन्दी में", true],
    ["हिन", "क्या हिन्दी में", false],
  ])("%j in %j: %s", (keyword, text, expected) => {
    expect(isIn(keyword, text)).toBe(expected);
  });
});

describe("a keyword of a script without spaces matches anywhere", () => {
  test.each([
    ["代码", "请帮我写一段代码吧", true],
    ["代码", "写程序", false],
    ["代码", "代，码", false],
    ["コード", "このコードを直して", true],
    ["ｺｰﾄﾞ", "コードを書く", true],
    ["翻訳", "英語に翻訳してください", true],
    ["ひらがな", "ひらがなで書いて", true],
    ["人々", "多くの人々", true],
    ["ภาษา", "ช่วยแปลภาษาไทย", true],
    // The vowel sign belongs to the letter before it.
    ["ก", "กิน", false],
    ["ໂຄດ", "ຂຽນໂຄດໃຫ້ແດ່", true],
    ["កូដ", "សរសេរកូដ\u200bឱ្យខ្ញុំ", true],
    ["ကုဒ်", "ကုဒ်ရေးပေးပါ", true],
  ])("%j in %j: %s", (keyword, text, expected) => {
    expect(isIn(keyword, text)).toBe(expected);
  });
});

describe("a Korean keyword matches from the start of a word", () => {
  test.each([
    ["코드", "코드를 작성해 줘", true],
    ["코드", "코드", true],
    ["코드", "바코드 스캔", false],
    ["분석", "데이터를 분석해줘", true],
    ["소스 코드", "소스코드를 보여줘", true],
    ["소스 코드", "소스 코드를 보여줘", true],
    ["코드", "코드를".normalize("NFD"), true],
  ])("%j in %j: %s", (keyword, text, expected) => {
    expect(isIn(keyword, text)).toBe(expected);
  });
});

describe("where two kinds of letters meet, a word ends", () => {
  test.each([
    ["python", "请用python写", true],
    ["python", "请用cpython写", false],
    ["python", "Python으로 작성", true],
    ["코드", "python코드를", true],
    ["代码", "python代码", true],
    ["用python", "请用 Python 写", true],
    ["C言語", "C 言語で書く", true],
    ["C言語", "ABC言語で書く", false],
    ["gpt4", "GPT4とは", true],
    ["3", "写3个例子", true],
    ["react", "ใช้ React เขียน", true],
  ])("%j in %j: %s", (keyword, text, expected) => {
    expect(isIn(keyword, text)).toBe(expected);
  });
});

describe("signs", () => {
  test.each([
    ["c++", "Write it in C++.", true],
    ["c++", "vitamin c", false],
    ["c#", "用C#写", true],
    ["c#", "c major", false],
    [".net", "an ASP.NET page", true],
    [".net", "the net result", false],
    ["?", "why?", true],
    ["```", "```ts", true],
    ["=>", "a => b", true],
    ["🐛", "a 🐛 here", true],
    ["❤️", "❤", true],
  ])("%j in %j: %s", (keyword, text, expected) => {
    expect(isIn(keyword, text)).toBe(expected);
  });

  test.each(["", "  ", "\u200b"])("of the blank keyword %j there is no test", (keyword) => {
    expect(keywordTest(keyword)).toBeNull();
  });
});

test("a keyword is in its own text, whatever it is written in, and between blanks", () => {
  const keyword = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(keyword, (word) => {
      const found = [word, `  ${word}\n`].map((text) => isIn(word, text));
      expect(found).toEqual(keywordTest(word) === null ? [null, null] : [true, true]);
    }),
    { numRuns: 2000 },
  );
});
