import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import { reasoning, reply, text, turn } from "../../../../test/samples/transcripts.js";
import type { Message } from "../../../chat/message.js";
import { streamIncremental } from "../stream/incremental.js";
import { textHarmonyPreamble } from "./harmony-preamble.js";
import { textLanguage } from "./language.js";
import { textNoRepetition } from "./no-repetition.js";
import { textThinkTag } from "./think-tag.js";

describe("text/language", () => {
  const asked = (words: string): readonly Message[] => [
    { role: "user", parts: [{ kind: "text", text: words }], name: null },
  ];
  const answered = (words: string, messages: readonly Message[] = asked("Weather?")) =>
    turn("s", reply([text(words)]), { messages });

  test.each([
    ["latin", "Погода?", "It is mild and sunny in the city today."],
    ["cyrillic", "Weather?", "Сегодня в городе тепло и солнечно."],
    ["han", "Weather?", "今天天气晴朗气温大约是华氏六十五度没有下雨的可能"],
    ["hangul", "Weather?", "오늘은 도시의 날씨가 맑고 따뜻하며 비가 오지 않을 것입니다"],
    ["arabic", "Weather?", "الطقس اليوم معتدل ومشمس في المدينة"],
    ["devanagari", "Weather?", "आज शहर में मौसम हल्का और धूप वाला है बारिश की संभावना नहीं है और हवा धीमी रहेगी"],
    ["thai", "Weather?", "วันนี้อากาศในเมืองอบอุ่นและมีแดดจัดไม่มีฝนตก"],
    ["hebrew", "Weather?", "היום מזג האוויר בעיר נעים ושטוף שמש"],
    ["greek", "Weather?", "Σήμερα ο καιρός στην πόλη είναι ήπιος και ηλιόλουστος"],
  ])("an answer in %s to a question that is not", (script, question, answer) => {
    expect(said(textLanguage, answered(answer, asked(question)))).toEqual([`note language-drift ${script}`]);
    expect(said(textLanguage, answered(answer, asked(`${question} ${answer}`)))).toEqual([]);
  });

  test.each<[title: string, words: string, found: readonly string[] | null]>([
    ["a fifth of the letters", `${"a".repeat(20)} ${"д".repeat(5)}`, []],
    ["more than a fifth", `${"a".repeat(20)} ${"д".repeat(6)}`, ["note language-drift cyrillic"]],
    [
      "two scripts, each more than a fifth",
      `${"д".repeat(10)} ${"ω".repeat(10)}`,
      ["note language-drift cyrillic", "note language-drift greek"],
    ],
    ["twenty letters", "д".repeat(20), ["note language-drift cyrillic"]],
    ["nineteen letters and signs", `${"д".repeat(19)} 12345!`, null],
    ["a thought in another script", `<think>${"д".repeat(40)}</think>${"a".repeat(20)}`, []],
  ])("%s", (_title, words, found) => {
    expect(said(textLanguage, answered(words))).toEqual(found);
  });

  test("without a letter in the request there is no script to keep", () => {
    expect(said(textLanguage, answered("д".repeat(20), asked("2 + 2?")))).toBeNull();
    expect(said(textLanguage, answered("д".repeat(20), []))).toBeNull();
  });

  test("a tool's result in JSON is a part of the conversation, and reasoning is none", () => {
    const result: Message = {
      role: "tool",
      toolCallId: "call_0",
      toolName: null,
      parts: [{ kind: "json", value: { погода: "тепло" } }],
      status: null,
    };
    const thought: Message = { role: "assistant", parts: [reasoning("тепло")], name: null };
    const answer = "д".repeat(20);
    expect(said(textLanguage, answered(answer, [...asked("Weather?"), result]))).toEqual([]);
    expect(said(textLanguage, answered(answer, [...asked("Weather?"), thought]))).toHaveLength(1);
  });
});

describe("text/no-repetition", () => {
  /** A phrase of this many different words. */
  const phrase = (length: number) => "a b c d e f g h i j k l m".split(" ").slice(0, length).join(" ");
  const often = (words: string, times: number) => Array(times).fill(words).join(" ");

  test.each<[title: string, words: string, found: boolean]>([
    ["two words, seven times", often(phrase(2), 7), false],
    ["three words, three times", often(phrase(3), 3), false],
    ["three words, four times but for the last word", often(phrase(3), 4).slice(0, -2), false],
    ["three words, four times", often(phrase(3), 4), true],
    ["three words, four times, late in a text", `Well then, ${often(phrase(3), 4)} at last`, true],
    ["three words, twice three times", `${often(phrase(3), 3)} x ${often(phrase(3), 3)}`, false],
    ["three words in other cases", "A b C a B c a b c A B C", true],
    ["three words over other white space", " a  b\nc\ta b c a b c a b c ", true],
    ["twelve words, four times", often(phrase(12), 4), true],
    ["twelve words, three times", often(phrase(12), 3), false],
    ["thirteen words, four times", often(phrase(13), 4), false],
    ["one word, forty times", often("ha", 40), false],
    ["one word forty times, then a phrase", `${often("ha", 40)} ${often(phrase(3), 4)}`, true],
    ["nothing", "", false],
  ])("%s", (_title, words, found) => {
    expect(said(textNoRepetition, reply([text(words)]))).toEqual(found ? ["note repeats-itself"] : []);
  });

  test("the shortest phrase is quoted", () => {
    expect(evidence(textNoRepetition, reply([text(`So: ${often("let me check", 5)}`)]))).toEqual([
      '"let me check" 4 times in a row or more',
    ]);
  });
});

test.each<[title: string, words: string, found: readonly string[]]>([
  ["white space before the channel word", "\n analysisWe.assistantfinal42", ["note harmony-preamble"]],
  ["several lines", "analysisWe\nadd.\nassistantfinal 42", ["note harmony-preamble"]],
  ["a blank answer", "analysisWe.assistantfinal \n", ["bad harmony-preamble no-answer"]],
  ["a word before it", "The analysisWe.assistantfinal42", []],
  ["no final channel", "analysisWe.assistant", []],
  ["the final channel twice", "analysisWe.assistantfinal42 assistantfinal", ["note harmony-preamble"]],
])("text/harmony-preamble: %s", (_title, words, found) => {
  expect(said(textHarmonyPreamble, reply([text(words)]))).toEqual(found);
});

test("text/think-tag: the text is quoted", () => {
  expect(evidence(textThinkTag, reply([text("<think>so</think>42")]))).toEqual(['"<think>so</think>42"']);
});

test.each<[title: string, characters: number, pieces: number | null, found: readonly string[] | null]>([
  ["399 characters in one piece", 399, 1, null],
  ["400 characters in one piece", 400, 1, ["note buffered"]],
  ["400 characters in two", 400, 2, []],
  ["pieces that were not counted", 400, null, null],
])("stream/incremental: %s", (_title, characters, pieces, found) => {
  const answer = reply([text("x".repeat(characters))], { textPieces: pieces });
  expect(said(streamIncremental, answer)).toEqual(found);
  expect(said(streamIncremental, answer, { api: "converse" })).toBeNull();
});
