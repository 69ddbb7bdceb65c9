import { describe, expect, test } from "vitest";
import { encodeTypedFrame } from "../frames/event-stream.js";
import { frameLengthsOf, streamTextsOf } from "./stream-texts.js";

const frame = (payload: string) =>
  encodeTypedFrame([[":event-type", { type: "string", value: "chunk" }]], Buffer.from(payload));
const headerBytes = 1 + ":event-type".length + 3 + "chunk".length;

const bytes = (text: string) => Buffer.from(text, "latin1");
const shown = (body: Buffer) =>
  streamTextsOf(body).map(({ start, end, frame: around }) => [body.toString("latin1", start, end), around]);

/** A prelude that claims this much, and what follows it. */
function cutFrame(total: number, headers: number, rest: string): Buffer {
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(total, 0);
  prelude.writeUInt32BE(headers, 4);
  return Buffer.concat([prelude, bytes(rest)]);
}

describe("the texts of an AWS event stream", () => {
  const [one, two] = [frame('{"a":1}'), frame("{}")];
  const first = ['{"a":1}', { start: 0, end: one.length }];

  test("are the payloads of its frames", () => {
    expect(frameLengthsOf(Buffer.concat([one, two]))).toEqual([one.length, two.length]);
    expect(shown(Buffer.concat([one, two]))).toEqual([
      first,
      ["{}", { start: one.length, end: one.length + two.length }],
    ]);
    expect(one).toHaveLength(16 + headerBytes + 7);
  });

  test("are an empty one for a frame without a payload", () => {
    expect(shown(Buffer.from(frame("")))).toEqual([["", { start: 0, end: 16 + headerBytes }]]);
  });

  test.each<[what: string, rest: Buffer, texts: unknown[]]>([
    ["what is left of a frame behind its headers", Buffer.from(two.subarray(0, 12 + headerBytes + 1)), [["{", "cut"]]],
    ["nothing where its headers are not whole", Buffer.from(two.subarray(0, 12 + headerBytes)), []],
    ["nothing where its prelude is not whole", Buffer.from(two.subarray(0, 11)), []],
    ["nothing where only its prelude is there", cutFrame(100, 0, ""), []],
    ["one character where it has no headers", cutFrame(100, 0, "x"), [["x", "cut"]]],
    ["nothing where its headers claim more than there is", cutFrame(100, 5, "x"), []],
  ])("of a cut stream have %s", (_what, rest, texts) => {
    expect(shown(Buffer.concat([one, rest]))).toEqual([first, ...texts]);
  });

  test("end with the frame that is broken, and all that follows it", () => {
    const broken = Buffer.from(two);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    const body = Buffer.concat([one, broken, two]);
    expect(frameLengthsOf(body)).toEqual([one.length]);
    expect(streamTextsOf(body)).toEqual([
      { start: 12 + headerBytes, end: one.length - 4, frame: { start: 0, end: one.length } },
      { start: one.length + 12 + headerBytes, end: body.length, frame: "cut" },
    ]);
  });
});

describe("the texts of server-sent events", () => {
  test.each([
    ["with a blank", "data: {}\n\n", ["{}"]],
    ["without a blank", "data:{}\n\n", ["{}"]],
    ["of which one blank alone is left out", "data:  {}\n\n", [" {}"]],
    ["that are empty", "data:\ndata: \n\n", ["", ""]],
    ["behind a byte order mark", "\xef\xbb\xbfdata: {}\n\n", ["{}"]],
    ["behind another field", "event: a\ndata: {}\nid: 1\n\n", ["{}"]],
    ["behind carriage returns", "event: a\rdata: 1\r\rdata: 2\r\r", ["1", "2"]],
    ["behind both", "data: 1\r\ndata: 2\r\n\r\n", ["1", "2"]],
    ["without an end", "data: 1\n\ndata: {", ["1", "{"]],
  ])("are the values of data lines %s", (_what, body, texts) => {
    expect(shown(bytes(body))).toEqual(texts.map((text) => [text, "none"]));
  });

  test.each(["event: data: {}\n\n", " data: {}\n\n", "data : {}\n\n", "metadata: {}\n\n", "data\n\n"])(
    "are not in %j, which is one text",
    (body) => {
      expect(shown(bytes(body))).toEqual([[body, "none"]]);
    },
  );
});

describe("the texts of a body without events", () => {
  test.each<[what: string, body: string, texts: string[]]>([
    ["one document", '{"a":1}', ['{"a":1}']],
    ["one document over several lines", '{\n"a":1\n}\n', ['{\n"a":1\n}\n']],
    ["one document and a line end", '{"a":1}\n', ['{"a":1}\n']],
    ["a document a line", '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ["lines that end with both", "{}\r\n{}\r\n", ["{}", "{}"]],
    ["lines with blanks around", " {} \n\t{}", [" {} ", "\t{}"]],
    ["lines with blank ones between", "{}\n\n \n{}", ["{}", "{}"]],
    ["a line that does not begin an object", "{}\n1}", ["{}\n1}"]],
    ["a line that does not end one", "{}\n{1", ["{}\n{1"]],
    ["lines of lists", "[]\n[]", ["[]\n[]"]],
    ["plain text", "no JSON", ["no JSON"]],
    ["blanks", " \n ", [" \n "]],
    ["nothing", "", []],
  ])("%s", (_what, body, texts) => {
    expect(shown(bytes(body))).toEqual(texts.map((text) => [text, "none"]));
  });
});
