import { describe, expect, test } from "vitest";
import { hostileTexts } from "../../../../test/support/hostile-texts.js";
import { trialSample } from "../../../../test/support/trial-sample.js";
import type { ExchangeEvidence } from "../../sheet/trial-evidence.js";
import { markupText } from "../markup/html.js";
import { trialHtml } from "./trial-html.js";

const links = { cell: () => "#cell", trial: () => null };
const page = (text: string, exchange: Partial<ExchangeEvidence> = {}) =>
  markupText(trialHtml(trialSample(text, exchange), links));

/** A body of bytes. */
const binary = (bytes: Uint8Array) => ({
  kind: "bytes" as const,
  sizeBytes: bytes.length,
  sha256: "0".repeat(64),
  pieces: [{ offset: 0, data: Buffer.from(bytes).toString("base64") }],
});

/** A page without its tags: what a reader sees. */
const textOf = (markup: string) => markup.replace(/<[^>]*>/g, "");

/** The tags and attributes of a page, each once, without what stands in them. */
function shapeOf(markup: string): readonly string[] {
  const bare = markup.replace(/"[^"]*"/g, '""');
  const tags = [...bare.matchAll(/<([a-z0-9]+)([^>]*)>/g)];
  return [...new Set(tags.flatMap(([, name = "", rest = ""]) => [name, ...(rest.match(/ [^ =]+/g) ?? [])]))].sort();
}

const known = shapeOf(page("plain"));

describe.each(hostileTexts)("a text that attacks ($attacks): $name", ({ text }) => {
  test("makes no tag, attribute, address or control character of its own, wherever it stands", () => {
    const markup = page(text);
    expect(shapeOf(markup).filter((one) => !known.includes(one))).toEqual([]);
    expect([...markup.matchAll(/ href="([^"]*)"/g)].filter(([, href]) => href !== "#cell")).toEqual([]);
    const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;
    expect(control.exec(markup)).toBeNull();
  });
});

describe("bytes", () => {
  test("stand sixteen in a row with their text, which is never cut", () => {
    const bytes = new TextEncoder().encode('{"stopReason":"end_turn"}\0<b>');
    const markup = page("x", { body: binary(bytes), events: [], eventCount: 0 });
    expect(markup).toContain(
      '<div class="t-hex"><span>0</span><span>7b 22 73 74 6f 70 52 65</span><span>61 73 6f 6e 22 3a 22 65</span><span>{&quot;stopRe</span><span>ason&quot;:&quot;e</span></div>',
    );
    expect(markup).toContain(
      '<div class="t-hex"><span>16</span><span>6e 64 5f 74 75 72 6e 22</span><span>7d 00 3c 62 3e</span><span>nd_turn&quot;</span><span>}·&lt;b&gt;</span></div>',
    );
  });

  test("begin a row at each event, and those of a marked one are marked", () => {
    const marks = [{ finding: "empty-reply", severity: "bad" as const, text: "nothing came" }];
    const event = { says: [], payload: "", marks: [] };
    const markup = page("x", {
      body: binary(new Uint8Array(40)),
      eventCount: 2,
      events: [
        { ...event, number: 0, offset: 0, length: 20, name: "messageStart" },
        { ...event, number: 1, offset: 20, length: 20, name: "messageStop", marks },
      ],
    });
    const offsets = [...markup.matchAll(/<div class="t-hex"><span>(\d+)/g)].map(([, offset]) => Number(offset));
    expect(offsets).toEqual([0, 16, 20, 36]);
    expect(markup).toMatch(
      /<div class="t-part t-hot"><p class="t-caption">messageStop: <span class="t-why">nothing came<\/span><\/p><div class="t-hex"><span>20</,
    );
  });

  test("of a text are lines with their offsets, and a control character shows", () => {
    const body = {
      kind: "text" as const,
      sizeBytes: 12,
      sha256: "0",
      pieces: [{ offset: 0, data: "é: a\r\n\0b\n\nc" }],
    };
    const markup = page("x", { body, events: [], eventCount: 0 });
    const lines = [...markup.matchAll(/<div class="t-line"><span class="t-off">(\d+)<\/span><code>([^<]*)</g)];
    // The first two are of the request.
    expect(lines.slice(-4).map(([, offset, text]) => [Number(offset), text])).toEqual([
      [0, "é: a␍"],
      [7, "␀b"],
      [10, ""],
      [11, "c"],
    ]);
  });

  test("that are not here are counted at their place", () => {
    const body = {
      ...{ kind: "text" as const, sizeBytes: 1_048_576, sha256: "0" },
      pieces: [
        { offset: 0, data: "head" },
        { offset: 1_048_572, data: "tail" },
      ],
    };
    const text = textOf(page("x", { body, events: [], eventCount: 0 }));
    expect(text).toContain("Bytes of the reply: 1,048,576 bytes, of which 8 are here");
    expect(text).toContain("1,048,568 bytes not shown");
  });

  test("that are withheld are a length and a hash", () => {
    const body = { kind: "withheld" as const, sizeBytes: 42, sha256: "ab".repeat(32), pieces: [] };
    const text = textOf(page("x", { body, request: body }));
    expect(text).toContain(`Bytes of the reply: withheld, 42 bytes, sha256 ${"ab".repeat(32)}`);
    expect(text).toContain(`Request body: withheld, 42 bytes`);
  });
});

describe("a request in JSON", () => {
  const body = (data: string) => ({
    ...{ kind: "text" as const, sizeBytes: Buffer.byteLength(data), sha256: "0", pieces: [{ offset: 0, data }] },
  });

  test("is indented, a long string is shortened with its length, and one of many lines is folded", () => {
    const request = body(JSON.stringify({ a: "x".repeat(1000), list: Array.from({ length: 100 }, (_, at) => at) }));
    const markup = page("x", { request });
    expect(markup).toContain(`&quot;a&quot;: &quot;${"x".repeat(400)}… (1000 characters)&quot;`);
    expect(markup).toMatch(/<details class="t-fold"><summary>Request body: 1,3\d\d bytes, 105 lines indented</);
  });

  test("that nests deeply or is no JSON is shown as it is", () => {
    const deep = `${"[".repeat(8000)}${"]".repeat(8000)}`;
    for (const data of [deep, "{", "7"]) {
      const text = textOf(page("x", { request: body(data) }));
      expect(text).toContain(`Request body: ${data.length.toLocaleString("en")} byte`);
      expect(text).not.toContain("indented");
    }
  });
});

test("events that are left out between others are counted", () => {
  const event = { offset: 0, length: 1, name: "data", payload: "", says: [], marks: [] };
  const text = textOf(
    page("x", {
      eventCount: 10,
      events: [
        { ...event, number: 0 },
        { ...event, number: 9 },
      ],
    }),
  );
  expect(text).toContain("8 events not shown");
});

test("times that were not kept are said, and none is drawn", () => {
  const markup = page("x", { firstByteMs: 0, totalMs: 0, chunks: [] });
  expect(markup).not.toContain("<svg");
  expect(textOf(markup)).toContain("No times were kept.");
});

describe("the page of a trial, read without the report around it", () => {
  const of = (source: "live" | "authored" | "simulated") =>
    textOf(markupText(trialHtml({ ...trialSample("answer"), source }, links)));

  test("says at its top what authored and simulated bytes are worth, and nothing of a service's", () => {
    expect(of("authored")).toContain("AUTHORED: no vendor traffic.");
    expect(of("simulated")).toContain("SIMULATED: no vendor traffic.");
    expect(of("live")).not.toContain("no vendor traffic");
  });

  test("shows an authored request as one that was never sent", () => {
    expect(of("authored")).toContain("Request, as it would be sent");
    expect(of("live")).not.toContain("as it would be sent");
  });
});
