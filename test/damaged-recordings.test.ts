import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FormatId, formatIds } from "../src/recordings/format-ids.js";
import { beside } from "./support/beside.js";
import {
  chat,
  chatStream,
  converseStream,
  erlangBinary,
  httprrEntry,
  type Sample,
  sampleText,
  writers,
} from "./support/foreign-recordings.js";
import { observeFile, outcomesOf } from "./support/observe-file.js";

/**
 * Recordings in every foreign format, written by hand, and then spoilt. What comes of one is an error with the file's name, a
 * failed reply, or a file that is no recording; a reply that is called whole is what the whole file says.
 */
type Whole = { readonly title: string; readonly format: FormatId; readonly bytes: Uint8Array; readonly count: number };

const contents: readonly (readonly [string, readonly Sample[]])[] = [
  ["a reply", [chat]],
  ["a chat stream", [chatStream]],
  ["an event stream", [converseStream]],
  ["two exchanges", [chat, chatStream]],
];

const whole: readonly Whole[] = formatIds.flatMap((format) =>
  contents.flatMap(([title, samples]) => {
    const written = writers[format](samples);
    if (written === null) return [];
    // A gzip that is spoilt is refused as a whole, see `open-files.test.ts`: here its content is spoilt.
    const bytes = format === "vcrpy-split" ? new Uint8Array(gunzipSync(written)) : written;
    return [{ title: `${format}: ${title}`, format, bytes, count: samples.length }];
  }),
);

const of = (format: FormatId) => whole.filter((one) => one.format === format).map(({ title }) => title);
const named = (title: string) => whole.find((one) => one.title === title) ?? expect.fail(title);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const bytesOf = (content: string) => new TextEncoder().encode(content);

test("every format has a whole recording that is read as what it says", async () => {
  expect(new Set(whole.map(({ format }) => format))).toEqual(new Set(formatIds));
  for (const { title, format, bytes, count } of whole) {
    const look = await observeFile(bytes);
    expect([title, look.format, look.damage], title).toEqual([title, format, null]);
    expect(look.exchanges, title).toEqual(Array(count).fill({ text: sampleText, outcome: "ok", failure: null }));
  }
});

describe("a file that is cut anywhere", () => {
  test.each(whole.map((one) => [one.title, one] as const))("%s", async (_, { bytes, count }) => {
    for (const length of cutsOf(bytes, count)) {
      const look = await observeFile(bytes.subarray(0, length));
      const at = `cut at ${length}: ${outcomesOf(look).join("; ")}`;
      const pass = look.exchanges.filter(({ outcome }) => outcome === "ok");
      expect(
        pass.every((one) => one.text === sampleText),
        at,
      ).toBe(true);
      // Nothing but the very beginning looks like no recording at all.
      if (length > 84) expect(look.format, at).not.toBe(null);
      if (look.damage !== null) expect(look.damage, at).toMatch(/^a\.rec/);
      if (look.format !== null && look.damage === null && look.notes.length === 0 && pass.length < count) {
        expect(look.exchanges.some(({ failure }) => failure !== null) || endsBetween(bytes, length), at).toBe(true);
      }
    }
  });

  /**
   * Of two exchanges, which hold what the other files hold: every 13th byte, the ends of lines, and each of the last bytes. Of the others,
   * every 31st and some of the last. The first cut of each file is another one, so that together they fall everywhere.
   */
  function cutsOf(bytes: Uint8Array, count: number): Iterable<number> {
    const [step, last] = count > 1 ? [13, 60] : [31, 20];
    const lines = [...bytes.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at, at + 1] : []));
    const steps = Array.from({ length: Math.ceil(bytes.length / step) }, (_, at) => at * step + (bytes.length % step));
    const ends = Array.from({ length: last }, (_, at) => bytes.length - 1 - at);
    const cuts = [0, ...steps, ...ends, ...(count > 1 ? lines : [])];
    return new Set(cuts.filter((at) => at >= 0 && at < bytes.length));
  }

  /** These formats have no end of their own: a file that is cut between two exchanges is a whole file of fewer. */
  function endsBetween(bytes: Uint8Array, length: number): boolean {
    const [before, after] = [text(bytes.subarray(0, length)).trimEnd(), text(bytes.subarray(length))];
    if (before === "httprr trace v1" || /^\d+:9:websocket;/.test(after)) return true;
    // JSON lines.
    if (before.endsWith("}") && /^\n?\{"/.test(after)) return true;
    return /^[^\n]*\n?(?:- id: 1\n|-{0,3}\n?when:|\d+ \d+\nPOST )/.test(after) && before.length > 80;
  }
});

describe("wrong base64 or hex", () => {
  /** The written body with one character spoilt in its middle. */
  const spoilt = ({ bytes }: Whole, format: FormatId, change: (middle: string) => string) => {
    const body = Buffer.from(converseStream.body);
    const start = format === "nock" ? body.toString("hex") : body.toString("base64");
    const known =
      format === "req-llm"
        ? body.subarray(0, 50).toString("base64")
        : format === "exvcr"
          ? Buffer.from(erlangBinary(body)).toString("base64")
          : start;
    const from = text(bytes).indexOf(known.slice(0, 24));
    if (from === -1) throw new Error(`${format} does not hold the body`);
    const [before, after] = [text(bytes).slice(0, from + 8), text(bytes).slice(from + 8)];
    return bytesOf(before + change(after[0] ?? "") + after.slice(1));
  };
  const withoutBase64 = [
    "response-chunks",
    "httprr",
    "bedrock-log",
    "bedrock-batch",
    "curl",
    "event-stream",
    "event-list",
    "mitmproxy",
  ];
  const binary = formatIds.filter((format) => !withoutBase64.includes(format));
  const holders = binary.filter((format) => of(format).includes(`${format}: an event stream`));

  test.each(holders)("%s with a character that cannot stand there", async (format) => {
    const look = await observeFile(spoilt(named(`${format}: an event stream`), format, () => "!"));
    expect(outcomesOf(look)).toEqual([expect.stringMatching(/^a\.rec/)]);
  });

  test.each(holders)("%s with a character too few", async (format) => {
    const words = outcomesOf(await observeFile(spoilt(named(`${format}: an event stream`), format, () => "")));
    expect(words).toEqual([expect.stringMatching(/^a\.rec|^bad: (?:protocol|truncated)$/)]);
  });
});

describe("an event stream with a spoilt byte", () => {
  const spoil = (at: number): Sample => {
    const body = converseStream.body.slice();
    body[at] = (body[at] ?? 0) ^ 0x20;
    return { ...converseStream, body };
  };

  test.each(formatIds.filter((format) => writers[format]([spoil(0)]) !== null))("%s: its CRC tells", async (format) => {
    for (let at = 0; at < converseStream.body.length; at += 13) {
      const written = writers[format]([spoil(at)]) ?? expect.fail(format);
      const bytes = format === "vcrpy-split" ? new Uint8Array(gunzipSync(written)) : written;
      const words = outcomesOf(await observeFile(bytes));
      expect(words, `byte ${at}`).toEqual([expect.stringMatching(/^bad: (?:protocol|truncated)$/)]);
    }
  });
});

describe("lengths that lie", () => {
  const trace = (entry: Uint8Array | string) =>
    Buffer.concat([Buffer.from("httprr trace v1\n"), Buffer.from(entry), Buffer.from(httprrEntry(chatStream))]);

  /** The exchange after the damaged one. */
  const theStream = { text: sampleText, outcome: "ok", failure: null };

  test.each([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
    [9, -9],
    [-9, 9],
    [100_000, 0],
    [0, 999_999],
  ] as const)("httprr: %i bytes more in the request, %i in the response", async (sent, came) => {
    const look = await observeFile(trace(httprrEntry(chat, [sent, came])));
    expect(look.damages).toEqual([expect.stringMatching(/^a\.rec, interaction 0: /)]);
    expect(look.exchanges).toEqual([theStream]);
  });

  test.each(["-5 10", "1e3 10", "99999999999999999999 1", "0x10 1", "10", "", "0 0", "1 1 1"])(
    "httprr: the lengths %j",
    async (line) => {
      const look = await observeFile(trace(`${line}\n`));
      expect(look.damages).toEqual([expect.stringMatching(/^a\.rec, interaction 0: /)]);
      expect(look.exchanges).toEqual([theStream]);
    },
  );

  test("a content-length that is not the body's is noted", async () => {
    const { bytes } = named("vcrpy: a reply");
    const lying = text(bytes).replace(
      "  - application/json\n",
      "  - application/json\n      Content-Length:\n      - '7'\n",
    );
    expect((await observeFile(bytesOf(lying))).notes).toEqual([expect.stringMatching(/^content-length says 7, /)]);
  });
});

const suite = beside("corpus-fuzz/nst+JSONTestSuite/test_parsing");

describe.skipIf(!suite.isThere)(suite.title("JSON that is none"), () => {
  const texts = suite.isThere ? readdirSync(suite.path).filter((name) => name.startsWith("n_")) : [];
  const read = (name: string) => new Uint8Array(readFileSync(join(suite.path, name)));

  test.each(formatIds)(
    "as the body of a reply in %s it is a failure, or an error with the file's name",
    async (format) => {
      for (const name of texts) {
        const written = writers[format]([{ ...chat, body: read(name) }]);
        if (written === null) return;
        const bytes = format === "vcrpy-split" ? new Uint8Array(gunzipSync(written)) : written;
        const words = outcomesOf(await observeFile(bytes));
        expect(words, name).toEqual([expect.stringMatching(/^bad: (?:protocol|truncated|model-error)$|^a\.rec/)]);
      }
    },
  );

  test.each(formatIds)("as a file that is read as %s it gives no exchange that passes", async (format) => {
    for (const name of texts) {
      const { exchanges } = await observeFile(read(name), { format });
      expect(
        exchanges.filter(({ outcome }) => outcome === "ok"),
        name,
      ).toEqual([]);
    }
  });

  test("as a file it is no recording, or a damaged one", async () => {
    for (const name of texts) expect((await observeFile(read(name))).exchanges, name).toEqual([]);
  });
});

describe("depth bombs", () => {
  const depth = 100_000;
  const bombs = {
    lists: "[".repeat(depth),
    objects: '{"a":'.repeat(depth),
    closed: `${"[".repeat(depth)}${"]".repeat(depth)}`,
  };
  const starts: { readonly [format: string]: string } = {
    vcrpy:
      "interactions:\n- request:\n    uri: https://openrouter.ai/\n    method: POST\n    body: x\n  response:\n    parsed_body: ",
    "vcrpy-split": "requests:\n- body: x\n  uri: https://openrouter.ai/\nresponses:\n- body: ",
    "vcr-ruby": "---\nhttp_interactions:\n- request:\n    method: post\n    uri: https://openrouter.ai/\n  response: ",
    "go-vcr": "---\nversion: 2\ninteractions:\n- id: 0\n  request:\n    proto: HTTP/1.1\n    url: ",
    httpmock: "when:\n  path: /v1/chat/completions\nthen:\n  body: ",
    nock: '[{"scope": "https://openrouter.ai:443", "path": "/", "response": ',
    har: '{"log": {"entries": ',
    ddapm: '{"request": {"method": "POST", "url": "https://openrouter.ai/", "body": ',
    "req-llm": '{"request": {"body": {"b64": "AAAA"}, "canonical_json": ',
    "llama-stack": '{"test_id": "a", "request": ',
    "req-cassette": '{"interactions": [{"request": {"method": "POST", "body_type": "json", "body_json": ',
    exvcr: '[{"request": {"url": "https://openrouter.ai/", "options": ',
    wiremock: '{"mappings": [{"request": ',
    hoverfly: '{"data": {"pairs": [',
    mockserver: '[{"httpRequest": {"path": ',
    "json-pairs": '{"interactions": [{"request": {"url": "https://openrouter.ai/", "body": ',
    "response-json": '{"object": "chat.completion", "choices": ',
    "response-chunks": '{"object": "chat.completion.chunk", "choices": ',
    "response-sse": 'data: {"object": "chat.completion.chunk", "choices": ',
  };

  test.each(Object.entries(starts))("%s refuses them", async (format, start) => {
    for (const [kind, bomb] of Object.entries(bombs)) {
      const look = await observeFile(bytesOf(`${start}${bomb}\n`));
      expect(look.format, kind).toBe(format);
      expect(outcomesOf(look).join(), kind).toMatch(/^a\.rec/);
    }
  });

  test.each(formatIds)(
    "as the body of a reply in %s they are a failure, ours where they are JSON, or an error with the file's name",
    async (format) => {
      for (const [kind, bomb] of Object.entries(bombs)) {
        const bodies: readonly Sample[] = [
          { ...chat, body: bytesOf(bomb) },
          { ...chatStream, body: bytesOf(`data: ${bomb}\n\n`) },
        ];
        for (const body of bodies) {
          const written = writers[format]([body]);
          if (written === null) continue;
          const bytes = format === "vcrpy-split" ? new Uint8Array(gunzipSync(written)) : written;
          const expected = kind === "closed" ? /^excluded: too-large$|^a\.rec/ : /^bad: |^a\.rec/;
          expect(outcomesOf(await observeFile(bytes)).join(), kind).toMatch(expected);
        }
      }
    },
  );
});

test("whatever bytes are spoilt, taken out or put in, reading ends, and in nothing but errors of the recording", async () => {
  const edit = fc.record({ at: fc.nat(4_000), out: fc.nat(9), put: fc.string({ unit: "binary", maxLength: 4 }) });
  const spoilt = fc.record({ file: fc.constantFrom(...whole), edits: fc.array(edit, { minLength: 1, maxLength: 6 }) });
  await fc.assert(
    fc.asyncProperty(spoilt, async ({ file, edits }) => {
      let bytes = Buffer.from(file.bytes);
      for (const { at, out, put } of edits) {
        const from = at % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, from), Buffer.from(put), bytes.subarray(from + out)]);
      }
      await observeFile(new Uint8Array(bytes));
      await observeFile(new Uint8Array(bytes), { format: file.format });
    }),
    { numRuns: 500 },
  );
});
