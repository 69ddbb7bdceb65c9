import { createHash } from "node:crypto";
import { join } from "node:path";
import type { FormatId } from "../../src/recordings/format.js";
import type { Interaction } from "../../src/recordings/interaction.js";
import { openRecordings } from "../../src/recordings/open-files.js";
import { formats } from "../../src/recordings/registry.js";
import { createEventStreamParser } from "../../src/wire/frames/event-stream.js";
import { createSseParser } from "../../src/wire/frames/sse.js";
import { below, corpusFolder, corpusIndex, type IndexRow, rowKey } from "./corpus.js";
import { interactionsOf } from "./read-format.js";

/** What was read from one format's files, matched with the index. */
export type CorpusFormat = {
  /** Each row of the index with its interaction; null: none was read. */
  readonly pairs: readonly { readonly row: IndexRow; readonly read: Interaction | null }[];
  /** Every interaction that was read, including those that the index does not list. */
  readonly interactions: readonly Interaction[];
  /** Files that were not detected as this format alone, each with the formats that claim it. */
  readonly misdetected: readonly string[];
};

/** Reads, as one format, the files that the index lists for it. `indexWord`: the index's name for the format. */
export function readCorpusFormat(id: FormatId, indexWord: string): CorpusFormat {
  const rows = corpusIndex().filter((row) => row["format"] === indexWord);
  const paths = [...new Set(rows.map((row) => row["path"] ?? ""))];
  const interactions: Interaction[] = [];
  const misdetected: string[] = [];
  for (const opened of openRecordings(paths.map((path) => join(corpusFolder, path)))) {
    if (opened.kind === "unreadable") throw new Error(opened.message);
    // Pairs of any JSON recorder come behind the formats of particular ones.
    const claims = formats
      .filter((format) => (format.id === id || format.id !== "json-pairs") && format.detect(opened.file))
      .map((format) => format.id);
    if (claims.join() !== id) misdetected.push(`${opened.file.name}: ${claims.join()}`);
    const format = formats.find((one) => one.id === id);
    if (format !== undefined) interactions.push(...interactionsOf(format, opened.file));
  }
  const byKey = new Map(interactions.map((one) => [rowKey(below(one.file), one.interaction), one]));
  const pairs = rows.map((row) => ({
    row,
    read: byKey.get(rowKey(row["path"] ?? "", row["interaction"] ?? "")) ?? null,
  }));
  return { pairs, interactions, misdetected };
}

/** The columns of the index that can be checked against a recording without an adapter. */
export function indexed(row: IndexRow): { readonly [column: string]: string } {
  return { status: row["http_status"] ?? "", request: row["has_request"] ?? "", frames: row["frames"] ?? "" };
}

/** The same columns, read from the interaction; frames are counted only where the index counts them. */
export function asIndexed(read: Interaction | null, row: IndexRow): { readonly [column: string]: string } {
  if (read === null) return { status: "not read" };
  const frames = row["frames"] === "" ? "" : String(framesOf(read, row["wire"] ?? ""));
  return { status: String(read.response?.status ?? ""), request: read.request === null ? "n" : "y", frames };
}

/** The number of events in a whole stream, with every CRC checked; throws if the stream ends inside an event. */
function framesOf(read: Interaction, wire: string): number {
  if (wire.startsWith("eventstream")) {
    const parser = createEventStreamParser();
    const frames = parser.push(bodyOf(read));
    if (parser.end().pendingBytes > 0) throw new Error(`${read.file}: ends inside a frame`);
    return frames.length;
  }
  const parser = createSseParser();
  const frames = [...parser.push(bodyOf(read)), ...parser.end().frames];
  return frames.filter(({ kind }) => kind === "event").length;
}

function bodyOf({ chunks }: Interaction): Buffer {
  return Buffer.concat(chunks.map(([, bytes]) => bytes));
}

/** One digest of file, number, method, URL, status and both bodies of all interactions: the first 16 hex digits of SHA-256. */
export function digestOf(interactions: readonly Interaction[]): string {
  const lines = interactions.map((one) => {
    const { file, interaction, request, response } = one;
    const sent = sha256(request?.body ?? new Uint8Array());
    const key = rowKey(below(file), interaction);
    return [key, request?.method, request?.url, sent, response?.status, sha256(bodyOf(one))].join(" ");
  });
  return sha256(Buffer.from(lines.sort().join("\n")));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** How often each combination of losses occurs. */
export function lossCounts(interactions: readonly Interaction[]): { readonly [losses: string]: number } {
  return counted(interactions.map(({ losses }) => losses.join(" ")));
}

/** How often each note occurs, with `N` in place of numbers. */
export function noteCounts(interactions: readonly Interaction[]): { readonly [note: string]: number } {
  return counted(interactions.flatMap(({ notes }) => notes.map((note) => note.replace(/\d+/g, "N"))));
}

function counted(words: readonly string[]): { readonly [word: string]: number } {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries(counts);
}
