import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOf } from "../src/chat/read-reply.js";
import { type FormatId, formatIds } from "../src/recordings/format-ids.js";
import { observe } from "../src/recordings/observe.js";
import { readRecordings } from "../src/recordings/read-recordings.js";
import { chat, chatStream, converseStream, type Sample, sampleText, writers } from "./support/foreign-recordings.js";
import { workFolder } from "./support/work-folder.js";

/**
 * One bad interaction never takes its neighbours: in a file of every registered format, one of n interactions is damaged in
 * several ways, and the others are read as what they are. A format that is added is held by it through `writers`.
 */
const folder = workFolder({});

/** What a file gives: the numbers of the interactions that are read whole, of the others that are read, and of those that are named. */
type Reading = {
  readonly whole: readonly number[];
  readonly other: readonly number[];
  readonly named: readonly number[];
};

async function readingOf(bytes: Uint8Array): Promise<Reading & { readonly lost: readonly string[] }> {
  const reading = { whole: [] as number[], other: [] as number[], named: [] as number[], lost: [] as string[] };
  folder.write("a.rec", bytes);
  for (const read of readRecordings([`${folder.path}/a.rec`])) {
    if (read.kind === "damaged") {
      if (read.interaction === null) reading.lost.push(read.message);
      else reading.named.push(read.interaction);
    } else if (read.kind === "interaction") {
      const observed = await observe(read.interaction);
      const reply = observed.kind === "exchange" ? observed.exchange.transcript.turns[0]?.reply : undefined;
      const isWhole = reply !== undefined && reply.failure === null && textOf(reply) === sampleText;
      (isWhole ? reading.whole : reading.other).push(read.interaction.interaction);
    }
  }
  return reading;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const bodyText = ({ body }: Sample) => Buffer.from(body).toString();

/** A sample whose request and reply name a model that no other sample names: where a file holds it is found by that name. */
function marked(sample: Sample, mark: string): Sample {
  const renamed = (text: string) => text.replaceAll("parrot/p-1", mark);
  return { ...sample, request: renamed(sample.request), body: bytesOf(renamed(bodyText(sample))) };
}

const marks = ["bird/zero", "bird/one", "bird/two", "bird/three"];
const samples = marks.map((mark, index) => marked(index % 2 === 0 ? chat : chatStream, mark));

function written(format: FormatId, content: readonly Sample[]): Buffer | null {
  const bytes = writers[format](content);
  if (bytes === null) return null;
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return Buffer.from(isGzip ? gunzipSync(bytes) : bytes);
}

const shared = formatIds.filter((format) => written(format, samples) !== null);
const alone = formatIds.filter((format) => !shared.includes(format));

/** How a file is laid out: as its tool writes it; JSON also on one line, and text with the line ends of Windows. */
type Layout = readonly [title: string, format: FormatId, lay: (bytes: Buffer) => Buffer];
const layouts: readonly Layout[] = shared.flatMap((format): readonly Layout[] => {
  const start = written(format, samples)?.toString().trimStart() ?? "";
  const asIs: Layout = [format, format, (bytes) => bytes];
  if (!/^[[{]/.test(start)) return [asIs];
  const isLines = /^\{.*\}\n\{/.test(start);
  const compact: Layout = [
    `${format} on one line`,
    format,
    (bytes) =>
      Buffer.from(
        isLines ? `[${String(bytes).trim().split("\n").join(",")}]` : JSON.stringify(JSON.parse(String(bytes))),
      ),
  ];
  const windows: Layout = [
    `${format} with CRLF`,
    format,
    (bytes) => Buffer.from(String(bytes).replaceAll("\n", "\r\n")),
  ];
  return [asIs, compact, windows];
});

/** Damages bytes at an offset within an interaction. */
type Damage = (bytes: Buffer, at: number) => Buffer;
const put = (what: string | Buffer, over: number): Damage => {
  const put = Buffer.from(what as string);
  return (bytes, at) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + over)]);
};
const damages: readonly (readonly [string, Damage])[] = [
  ["a byte that is not UTF-8", put(Buffer.from([0xff]), 1)],
  ["a control character", put("\0", 1)],
  ["a quote too many", put('"', 0)],
  ["an apostrophe too many", put("'", 0)],
  ["a line that breaks off", put('"\n', 40)],
  ["brackets that do not close", put('"[{[{', 0)],
  ["brackets that were never open", put('"}]}]', 0)],
  ["forty bytes that are gone", put("", 40)],
  ["a tab and a colon", put("\n\t: : -\n", 0)],
];

/** The offsets of a mark in a file: in the request and in the reply. */
function placesOf(bytes: Buffer, mark: string): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) places.push(at);
  return places;
}

const others = (damaged: number) => marks.map((_, index) => index).filter((index) => index !== damaged);

describe.each(layouts)("in a file of %s", (_title, format, lay) => {
  const whole = lay(written(format, samples) ?? expect.fail(format));

  test("that is whole, every interaction is read", async () => {
    expect(await readingOf(whole)).toEqual({ whole: [0, 1, 2, 3], other: [], named: [], lost: [] });
  });

  test.each(damages)("%s spoils only the interaction that has it", async (_, damage) => {
    for (const [index, mark] of marks.entries()) {
      for (const place of placesOf(whole, mark)) {
        const { lost, ...reading } = await readingOf(damage(whole, place));
        const at = `interaction ${index} at byte ${place}: ${JSON.stringify(reading)} ${lost.join()}`;
        expect(
          reading.whole.filter((one) => one !== index),
          at,
        ).toEqual(others(index));
        expect([...reading.whole, ...reading.other, ...reading.named].sort(), at).toEqual([0, 1, 2, 3]);
        expect(lost, at).toEqual([]);
      }
    }
  });

  test.each([
    ["damaged", gzipSync(JSON.stringify([...marks, ...marks])).fill(0xff, 14, 30)],
    ["a bomb", gzipSync(Buffer.alloc(5 * 1024 * 1024))],
    ["cut to nothing", gzipSync("x").subarray(0, 11)],
  ])("a compressed body that is %s is named, and the others are read", async (_, body) => {
    for (const index of marks.keys()) {
      const content = samples.map((sample, at) => (at === index ? { ...converseStream, body } : sample));
      const bytes = written(format, content);
      // An export holds the JSON of a reply, never a compressed body.
      if (bytes === null) return;
      expect(await readingOf(lay(bytes))).toEqual({ whole: others(index), other: [], named: [index], lost: [] });
    }
  });

  test("a file that is cut keeps every interaction before the cut, and says what is lost", async () => {
    const starts = marks.map((mark) => placesOf(whole, mark)[0] ?? 0);
    for (const [index, start] of starts.entries()) {
      const { whole: read, named, lost } = await readingOf(whole.subarray(0, start + 5));
      const first = marks.map((_, at) => at).filter((at) => at < index);
      // A format that keeps requests and responses apart has no response yet.
      if (format === "vcrpy-split") expect(named.length + lost.length).toBeGreaterThan(0);
      else {
        expect(read, `cut in interaction ${index}`).toEqual(first);
        expect([...named, ...lost], `cut in interaction ${index}`).not.toEqual([]);
      }
    }
  });

  test("whatever is put over one interaction, its neighbours are read", async () => {
    const edit = fc.record({
      mark: fc.nat(marks.length - 1),
      place: fc.nat(9),
      out: fc.nat(12),
      put: fc.string({ unit: "binary", maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ mark, place, out, put: text }) => {
        const places = placesOf(whole, marks[mark] ?? "");
        const at = places[place % places.length] ?? 0;
        const { whole: read } = await readingOf(put(text, Math.min(out, 8))(whole, at));
        expect(read.filter((one) => one !== mark)).toEqual(others(mark));
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(alone)("a file of %s, which holds one interaction", (format) => {
  const [content, bytes] =
    [chat, chatStream, converseStream]
      .map((sample) => [sample, written(format, [sample])] as const)
      .find(([, one]) => one !== null) ?? expect.fail(format);

  test("is never lost without a word when it is damaged", async () => {
    const whole = bytes ?? expect.fail(format);
    const places = placesOf(whole, content === converseStream ? "messageStart" : "parrot/p-1");
    for (const [name, damage] of damages) {
      for (const place of places) {
        const { whole: read, other, named, lost } = await readingOf(damage(whole, place));
        expect([...read, ...other, ...named, ...lost].length, `${name} at byte ${place}`).toBe(1);
      }
    }
  });
});
