import { describe, expect, test } from "vitest";
import { decodeHeaders, type NamedHeader } from "../frames/event-headers.js";
import { createEventStreamParser, encodeTypedFrame } from "../frames/event-stream.js";
import { redactBytes, redactChunks, redactJson, redactText, spelledNames } from "./redact-body.js";
import { createSecretSearch, type SecretSearch } from "./secret-search.js";

const canary = "canary-42";
const search = createSecretSearch([
  { name: "ours", value: canary },
  { name: "short", value: "tiny-6" },
]);

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const text = (chunk: Uint8Array) => Buffer.from(chunk).toString("latin1");
const chunksOf = (texts: readonly string[]) => texts.map((one, at) => [at, bytes(one)] as const);
const redacted = (texts: readonly string[]) =>
  redactChunks(chunksOf(texts), search).map(([at, chunk]) => [at, text(chunk)]);

test("bytes without a secret are the same object, those with one are others", () => {
  const clean = bytes("nothing here");
  expect(redactBytes(clean, search)).toBe(clean);
  expect(text(redactBytes(bytes(`a ${canary} b`), search))).toBe("a REDACTED b");
});

describe("cuts between chunks", () => {
  test.each<[what: string, chunks: string[], after: string[]]>([
    ["before a secret stay", ["a ", `${canary} b`], ["a ", "REDACTED b"]],
    ["behind a secret move with it", [`a ${canary}`, " b"], ["a REDACTED", " b"]],
    ["one character into it", ["a c", "anary-42 b"], ["a R", "EDACTED b"]],
    ["one character before its end, beyond the mark", ["a canary-4", "2 b"], ["a REDACTED", " b"]],
    ["two characters before its end, at the mark's", ["a canary-", "42 b"], ["a REDACTE", "D b"]],
    ["of a shorter secret move outwards", ["a tiny-6", " b"], ["a REDACTED", " b"]],
    ["inside a shorter secret stay", ["a tin", "y-6 b"], ["a RED", "ACTED b"]],
    ["through several chunks", ["a c", "", "ana", "ry-4", "2", " b"], ["a R", "", "EDA", "CTED", "", " b"]],
    [
      "behind two secrets move with both",
      [`${canary} tiny-6`, ` ${canary}`, "."],
      ["REDACTED REDACTED", " REDACTED", "."],
    ],
    ["of chunks without bytes", ["", canary, ""], ["", "REDACTED", ""]],
  ])("%s", (_what, chunks, after) => {
    expect(redacted(chunks)).toEqual(after.map((one, at) => [at, one]));
  });

  test("are nowhere else in a body without a secret, which stays the same object", () => {
    const chunks = chunksOf(["a", "b"]);
    expect(redactChunks(chunks, search)).toBe(chunks);
    expect(redactChunks([], search)).toEqual([]);
  });

  describe("stay between the same bytes when it takes a second round", () => {
    const long = `${canary}, ${"x".repeat(40)}`;
    const inner = Buffer.from(`a ${canary} b`).toString("base64");
    const innerOfLong = Buffer.from(long).toString("base64");
    const other = createSecretSearch([{ name: "long", value: long }]);
    const key = "AKIAIOSFODNN7EXAMPLE";

    test.each<[what: string, chunks: string[], after: string[]]>([
      ["alone", [key, inner], ["REDACTEDYSBSRURBQ1RF", "RCBi"]],
      ["behind one character", [":", key, inner], [":", "REDACTEDYSBSRURBQ1RF", "RCBi"]],
      ["between others", [": ", key, inner, " ", "."], [": ", "REDACTEDYSBSRURBQ1RF", "RCBi", " ", "."]],
    ])("%s", (_what, chunks, after) => {
      expect(redacted(chunks)).toEqual(after.map((one, at) => [at, one]));
    });

    test.each<[what: string, chunks: string[], after: string[]]>([
      ["alone", [key, innerOfLong], ["REDACTEDUkVEQUNURUQ=", ""]],
      ["behind others", [": ", key, innerOfLong], [": ", "REDACTEDUkVEQUNURUQ=", ""]],
      ["between others", [":", key, innerOfLong, " ", ". ", "."], [":", "REDACTEDUkVEQUNURUQ=", "", " ", ". ", "."]],
    ])("that shortens what it finds, %s", (_what, chunks, after) => {
      expect(redactChunks(chunksOf(chunks), other).map(([, chunk]) => text(chunk))).toEqual(after);
    });
  });
});

describe("frames of an AWS event stream", () => {
  const frame = (headers: readonly NamedHeader[], payload: string) => encodeTypedFrame(headers, Buffer.from(payload));
  const framesIn = (body: Uint8Array) =>
    createEventStreamParser()
      .push(body)
      .map(({ headers, payload }) => [[...headers], Buffer.from(payload).toString()]);
  const bodyOf = (frames: readonly Uint8Array[]) => [[0, new Uint8Array(Buffer.concat(frames))] as const];
  const redactFrames = (frames: readonly Uint8Array[]) =>
    Buffer.concat(redactChunks(bodyOf(frames), search).map(([, chunk]) => chunk));

  const others: readonly NamedHeader[] = [
    ["yes", { type: "boolean", value: true }],
    ["no", { type: "boolean", value: false }],
    ["byte", { type: "byte", value: -1 }],
    ["short", { type: "short", value: -2 }],
    ["integer", { type: "integer", value: -3 }],
    ["long", { type: "long", value: -4n }],
    ["timestamp", { type: "timestamp", value: 5n }],
    ["uuid", { type: "uuid", value: "00112233-4455-6677-8899-aabbccddeeff" }],
  ];

  test.each<[what: string, before: NamedHeader, after: NamedHeader]>([
    [
      "the value of a text",
      ["a", { type: "string", value: `x ${canary} y` }],
      ["a", { type: "string", value: "x REDACTED y" }],
    ],
    [
      "the bytes of a binary header",
      ["a", { type: "binary", value: bytes(`\0${canary}\xff`) }],
      ["a", { type: "binary", value: bytes("\0REDACTED\xff") }],
    ],
    [
      "base64 in a text",
      ["a", { type: "string", value: Buffer.from(`<${canary}>`).toString("base64") }],
      ["a", { type: "string", value: Buffer.from("<REDACTED>").toString("base64") }],
    ],
    ["a name", [`x-${canary}`, { type: "string", value: "v" }], ["x-REDACTED", { type: "string", value: "v" }]],
    [
      "the name of a header that is no text",
      [canary, { type: "integer", value: 7 }],
      ["REDACTED", { type: "integer", value: 7 }],
    ],
  ])("lose a secret in %s, and keep their other headers and their payload", (_what, before, after) => {
    const body = redactFrames([frame([...others, before], '{"a":"é"}')]);
    expect(framesIn(body)).toEqual([[[...others, after], '{"a":"é"}']]);
    expect(decodeHeaders(body.subarray(12, 12 + body.readUInt32BE(4)))).toEqual([...others, after]);
  });

  test("lose a secret in their payload, and keep their headers", () => {
    const body = redactFrames([frame(others, canary), frame(others, "clean")]);
    expect(framesIn(body)).toEqual([
      [others, "REDACTED"],
      [others, "clean"],
    ]);
  });

  test("without a secret are the same object", () => {
    const chunks = bodyOf([frame(others, "clean"), frame(others, "")]);
    expect(redactChunks(chunks, search)).toBe(chunks);
  });

  test("lose what several of them spell out together", () => {
    const frames = ["cana", "ry-", "42"].map((piece) => frame(others, JSON.stringify({ t: piece })));
    expect(spelledNames(bodyOf(frames), search)).toEqual(["ours", "ours", "ours"]);
    expect(framesIn(redactFrames(frames))).toEqual([
      [others, '{"t":"REDACTED"}'],
      [others, '{"t":""}'],
      [others, '{"t":""}'],
    ]);
  });

  const inCutFrame = (rest: string) => {
    const whole = frame([], "{}");
    const cut = frame([], `{"t":"${rest}"}`).subarray(0, -1);
    const body = redactFrames([whole, cut]);
    expect(body.subarray(0, whole.length)).toEqual(Buffer.from(whole));
    expect(body).toHaveLength(whole.length + cut.length);
    return text(body.subarray(whole.length + 12, -3));
  };

  test.each([
    ["a known value", `a ${canary} b tiny-6`, "a  REDACTED b  REDAC"],
    ["a key", "AKIAIOSFODNN7EXAMPLE", " REDACTED REDACTED R"],
    ["a bearer token without a digit", "Bearer abcdefghijklmnopqrstuvwxyz", "Bearer  REDACTED REDACTED REDACTE"],
    [
      "a secret access key",
      `secret_access_key=${"a".repeat(40)}`,
      `secret_access_key=${" REDACTED".repeat(5).slice(0, 40)}`,
    ],
    ["a signature of a URL", "x?X-Amz-Signature=abc&X-Amz-Date=1", "x?X-Amz-Signature= RE&X-Amz-Date=1"],
    ["a key of a URL", "https://x.test/?key=abcdef&a=b", "https://x.test/?key= REDAC&a=b"],
    ["a password of a URL", "https://u:p@x.test/", "https://u: @x.test/"],
  ])(
    "what is left of a cut frame loses %s and keeps its length, and the mask looks like no secret",
    (_what, before, after) => {
      expect(inCutFrame(before)).toBe(`{"t":"${after}"}`);
      expect(search(after)).toEqual([]);
    },
  );

  test("what is left of a cut frame loses a secret that another find had covered", () => {
    const inner = Buffer.from(`a ${canary} b`).toString("base64");
    expect(search(inCutFrame(`AKIAIOSFODNN7EXAMPLE${inner}`))).toEqual([]);
  });

  test("a secret that ends in what is left of a cut frame is masked there at its length", () => {
    const whole = frame([], '{"t":"Bearer abcd"}');
    const cut = frame([], `{"t":"${"e".repeat(30)}"}`).subarray(0, -1);
    const body = redactFrames([whole, cut]);
    expect(text(body)).toContain('{"t":"Bearer REDACTED"}');
    expect(text(body)).toContain(`{"t":"${" REDACTED".repeat(4).slice(0, 30)}"}`);
  });
});

describe("redaction that finds no end", () => {
  /** Finds something at the start of each text that `isHit` accepts, as often as it is told. */
  const finding = (count: number, isHit: (text: string) => boolean): SecretSearch => {
    let left = count;
    return (searched) => {
      if (left === 0 || !isHit(searched)) return [];
      left -= 1;
      return [{ name: "again", start: 0, end: 1, replacement: "x" }];
    };
  };

  test("of a text takes fifteen rounds, and fails with the sixteenth", () => {
    expect(
      redactText(
        "abc",
        finding(15, () => true),
      ),
    ).toBe("xbc");
    expect(() =>
      redactText(
        "abc",
        finding(16, () => true),
      ),
    ).toThrow(RangeError);
  });

  test("of what is left of a cut frame takes fifteen rounds, and fails with the sixteenth", () => {
    const whole = encodeTypedFrame([], bytes("{}"));
    const body = [[0, new Uint8Array(Buffer.concat([whole, bytes("abc")]))]] as const;
    const isRest = (searched: string) => searched === "abc" || searched === " bc";
    expect(text(redactChunks(body, finding(15, isRest))[0]?.[1].subarray(whole.length) ?? bytes(""))).toBe(" bc");
    expect(() => redactChunks(body, finding(16, isRest))).toThrow(RangeError);
  });

  test("of a document takes fifteen rounds, and fails with the sixteenth", () => {
    const document = '["ab","cd"]';
    const isSpelled = (searched: string) => searched === "abcd" || searched === "xbcd";
    expect(redactJson(document, finding(15, isSpelled))).toBe('["xb","cd"]');
    expect(() => redactJson(document, finding(16, isSpelled))).toThrow(RangeError);
  });

  test("of a body takes fifteen rounds, and fails with the sixteenth", () => {
    const body = chunksOf(['data: ["ab"]\n\ndata: ["cd"]\n\n']);
    const isSpelled = (searched: string) => searched === "abcd" || searched === "xbcd";
    expect(text(redactChunks(body, finding(15, isSpelled))[0]?.[1] ?? bytes(""))).toContain('["xb"]');
    expect(() => redactChunks(body, finding(16, isSpelled))).toThrow(RangeError);
  });
});

test("a document that spells out nothing stays as it is, blanks included", () => {
  expect(redactJson('{ "a" : [ "cana", "ry" ] }', search)).toBe('{ "a" : [ "cana", "ry" ] }');
  expect(redactJson(`{ "a" : [ "cana", "ry-42" ], "b": "${canary}" }`, search)).toBe(
    '{ "a" : [ "REDACTED", "" ], "b": "REDACTED" }',
  );
});
