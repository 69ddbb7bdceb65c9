import type { JsonObject } from "../../src/chat/json.js";
import type { Reply } from "../../src/chat/reply.js";
import { eventsOf, type Piece, piecesOf, type RecordedStream, replyTo, verdictOn } from "./recorded-stream.js";

/**
 * What is claimed of the streams of one API. `ends`: the payload is its terminal event. `unseen`: the damage that nothing on this
 * wire can show, as `drop text_delta`, with the reason.
 */
export type StreamClaims = {
  readonly ends: (payload: JsonObject) => boolean;
  /** The name of an event in {@link damages}. `isLast`: nothing follows it. */
  readonly nameOf: (payload: JsonObject, isLast: boolean) => string;
  readonly unseen: { readonly [damage: string]: string };
};

/**
 * The offsets at which the stream can be cut before its terminal event is whole, without being read as `truncated`. Every byte of a
 * stream of at most `everyByte` bytes; of a longer one, the bytes around the edges of its events.
 */
export async function wrongCuts(
  stream: RecordedStream,
  { ends }: Pick<StreamClaims, "ends">,
  everyByte = 3_000,
): Promise<readonly string[]> {
  const pieces = piecesOf(stream.body);
  const terminal = pieces.find(({ payload }) => payload !== null && ends(payload));
  if (terminal === undefined) return [`${stream.key}: has no terminal event`];
  const wrong: string[] = [];
  for (const cut of cutsBefore(terminal.dataEnd, { pieces, all: stream.body.length <= everyByte })) {
    const { completeness } = await replyTo(stream, stream.body.subarray(0, cut));
    if (completeness !== "truncated") wrong.push(`${stream.key} cut at ${cut}: ${completeness}`);
  }
  return wrong;
}

function cutsBefore(end: number, { pieces, all }: { readonly pieces: readonly Piece[]; readonly all: boolean }) {
  if (all) return Array.from({ length: end }, (_, at) => at);
  const edges = pieces.flatMap(({ dataEnd }) => [dataEnd - 1, dataEnd, dataEnd + 1, dataEnd + 2, dataEnd + 9]);
  const cuts = [0, 1, ...edges, end - 1].filter((at) => at < end);
  return cuts.filter((_, at) => at % Math.ceil(cuts.length / mostCuts) === 0 || at === cuts.length - 1);
}

/** Of a stream that is not cut at every byte. */
const mostCuts = 150;

/** In which ways of arriving the stream gives other events than in one piece. `only`: the number of the one way to try; default: all. */
export async function unlikeReadings(stream: RecordedStream, only: number | null = null): Promise<readonly string[]> {
  const whole = JSON.stringify(await eventsOf(stream, [stream.body]));
  const { body } = stream;
  const text = body.toString();
  const ways: readonly (readonly [name: string, chunks: () => readonly Uint8Array[]])[] = [
    ["byte by byte", () => split(body, 1)],
    ["in sevens", () => split(body, 7)],
    ["in thousands", () => split(body, 1_000)],
    ["event by event", () => piecesOf(body).map(({ bytes }) => bytes)],
    ["with CRLF", () => [Buffer.from(text.replace(/\r?\n/g, "\r\n"))]],
    ["with CR", () => split(Buffer.from(text.replace(/\r?\n/g, "\r")), 64)],
    ["after a byte-order mark", () => [Buffer.from(`\ufeff${text}`)]],
  ];
  const unlike: string[] = [];
  for (const [name, chunksOf] of ways.filter((_, at) => only === null || at === only % ways.length)) {
    const chunks = chunksOf();
    if (JSON.stringify(await eventsOf(stream, chunks)) !== whole) unlike.push(`${stream.key} ${name}`);
  }
  return unlike;
}

/**
 * The same of many streams: those that have an event which no shorter one has arrive in every way, and the others in one way each, taken
 * in turn. What a way of arriving breaks is the reading of a kind of event, and each kind arrives in every way.
 */
export async function unlikeReadingsOf(
  streams: readonly RecordedStream[],
  { nameOf }: Pick<StreamClaims, "nameOf">,
): Promise<readonly string[]> {
  const seen = new Set<string>();
  const unlike: string[] = [];
  for (const [at, stream] of streams.entries()) {
    const names = shapesIn(stream, nameOf);
    const isNew = names.some((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    unlike.push(...(await unlikeReadings(stream, isNew ? null : at)));
  }
  return unlike;
}

/** The name of each event of a stream with the members that it has, and how the bytes around it are written. */
function shapesIn({ body }: RecordedStream, nameOf: StreamClaims["nameOf"]): readonly string[] {
  const pieces = piecesOf(body);
  return pieces.map(({ bytes, payload }, at) => {
    const [start] = bytes.toString("latin1").split(/[:{]/, 1);
    const isAscii = bytes.every((byte) => byte < 0x80);
    const name = payload === null ? bytes.toString().slice(0, 20) : nameOf(payload, at === pieces.length - 1);
    return JSON.stringify([name, start, isAscii, bytes.includes("\r"), Object.keys(payload ?? {}).sort()]);
  });
}

function split(body: Buffer, size: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(body.length / size) }, (_, at) => body.subarray(at * size, (at + 1) * size));
}

/** `damage`: `drop text_delta`. `same`: the reply says what it said. `noticed`: the verdict is another one. */
export type Damaged = { readonly damage: string; readonly came: "same" | "noticed" | "unnoticed" };

/** Damages each event of a stream in each way, and says what came of it. `flips`: how many bytes of each event are changed. */
export async function damages(
  stream: RecordedStream,
  { nameOf }: Pick<StreamClaims, "nameOf">,
  flips = 3,
): Promise<readonly Damaged[]> {
  const original = await replyTo(stream, stream.body);
  const findings = findingsOf(stream, original);
  const found: Damaged[] = [];
  for (const [damage, body] of damagedBodies(piecesOf(stream.body), { nameOf, flips })) {
    const reply = await replyTo(stream, body);
    const noticed = reply.completeness !== "complete" || findingsOf(stream, reply) !== findings;
    found.push({ damage, came: noticed ? "noticed" : said(reply) === said(original) ? "same" : "unnoticed" });
  }
  return found;
}

function* damagedBodies(
  pieces: readonly Piece[],
  { nameOf, flips }: Pick<StreamClaims, "nameOf"> & { readonly flips: number },
): Generator<readonly [damage: string, body: Buffer]> {
  const bytes = pieces.map((piece) => piece.bytes);
  const joined = (...parts: readonly (readonly Uint8Array[])[]) => Buffer.concat(parts.flat());
  for (const [at, { payload, bytes: own }] of pieces.entries()) {
    const name = payload === null ? "text" : nameOf(payload, at === pieces.length - 1);
    const [before, after] = [bytes.slice(0, at), bytes.slice(at + 1)];
    yield [`drop ${name}`, joined(before, after)];
    yield [`double ${name}`, joined(before, [own, own], after)];
    const next = after[0];
    if (next !== undefined) yield [`swap ${name}`, joined(before, [next, own], after.slice(1))];
    yield [`mark ${name}`, joined(before, [inside(own, Buffer.from("\ufeff"))], after)];
    yield [`return ${name}`, joined(before, [inside(own, Buffer.from("\r"))], after)];
    for (let flip = 1; flip <= flips; flip += 1) {
      const place = Math.floor((own.length * flip) / (flips + 1));
      yield [`flip ${name}`, joined(before, [flipped(own, place)], after)];
    }
  }
}

function inside(bytes: Buffer, added: Buffer): Buffer {
  const middle = Math.floor(bytes.length / 2);
  return Buffer.concat([bytes.subarray(0, middle), added, bytes.subarray(middle)]);
}

function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
}

function said({ notes: _, textPieces: __, warnings: ___, ...reply }: Reply): string {
  return JSON.stringify(reply);
}

function findingsOf(stream: RecordedStream, reply: Reply): string {
  return JSON.stringify(verdictOn(stream, reply).findings.map(({ id, cause, seen }) => [id, cause, seen]));
}

/** The kinds of damage that nobody noticed, each with its count. */
export function unnoticed(found: readonly Damaged[]): { readonly [damage: string]: number } {
  const counts: { [damage: string]: number } = {};
  for (const { damage, came } of found) if (came === "unnoticed") counts[damage] = (counts[damage] ?? 0) + 1;
  return counts;
}
