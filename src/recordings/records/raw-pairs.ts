import { bisect } from "../../chat/bisect.js";
import type { StoredRecord, StoredRecords } from "./read-records.js";

/** The raw bytes of one exchange of an httprr trace. */
export type RawPair = { readonly request: Uint8Array; readonly response: Uint8Array };

/**
 * The exchanges of an httprr trace from an offset on: two byte counts on a line, then a request and a response of these
 * lengths. Where counts are wrong, the next exchange is found by its own counts and request line.
 */
export function rawPairs(bytes: Uint8Array, from: number): StoredRecords<RawPair> {
  const list: StoredRecord<RawPair>[] = [];
  const places = createPlaces(bytes);
  let offset = from;
  while (offset < bytes.length) {
    const found = pairAt(bytes, offset, places);
    list.push(found.record);
    offset = found.next;
  }
  return { list, lineOf: () => null, lost: null, notes: [] };
}

type Found = { readonly record: StoredRecord<RawPair>; readonly next: number };

function pairAt(bytes: Uint8Array, offset: number, places: Places): Found {
  const counts = countsAt(bytes, offset);
  if (counts === null) return broken(`two lengths are expected at byte ${offset}`);
  const { start, middle, end } = counts;
  if (end > bytes.length) {
    const left = bytes.length - start;
    return broken(`its lengths add up to ${end - start} bytes, but only ${left} are left in the file`);
  }
  if (!isPlaceAfter(bytes, end) || places.next(start) < end) {
    return broken(`its lengths, at byte ${offset}, do not lead to the next exchange`);
  }
  const isLast =
    Buffer.from(bytes.subarray(end, end + 100))
      .toString("latin1")
      .trim() === "";
  return {
    record: { value: { request: bytes.subarray(start, middle), response: bytes.subarray(middle, end) } },
    next: isLast ? bytes.length : end,
  };

  function broken(fault: string): Found {
    const lineEnd = bytes.indexOf(10, offset);
    return { record: { fault }, next: lineEnd === -1 ? bytes.length : places.next(lineEnd + 1) };
  }
}

/** True if the file ends there, or the counts of the next exchange begin, whole or cut. */
function isPlaceAfter(bytes: Uint8Array, end: number): boolean {
  if (countsAt(bytes, end) !== null) return true;
  const rest = Buffer.from(bytes.subarray(end, end + 100)).toString("latin1");
  return /^(?:\s*|\d{1,9}(?: \d{0,9})?)$/.test(rest);
}

/** `start`: the offset after the counts. */
type Counts = { readonly start: number; readonly middle: number; readonly end: number };

function countsAt(bytes: Uint8Array, offset: number): Counts | null {
  const line = Buffer.from(bytes.subarray(offset, offset + 20)).toString("latin1");
  const [whole = "", request, response] = /^(\d{1,9}) (\d{1,9})\n/.exec(line) ?? [];
  if (request === undefined || response === undefined) return null;
  const start = offset + whole.length;
  const middle = start + Number(request);
  return { start, middle, end: middle + Number(response) };
}

/** `next`: the first offset from one on at which counts lead, from exchange to exchange, to the end of the file; else its length. */
type Places = { readonly next: (from: number) => number };

function createPlaces(bytes: Uint8Array): Places {
  let sound: readonly number[] | null = null;
  return {
    next: (from) => {
      sound ??= soundStarts(bytes);
      const starts = sound;
      return starts[bisect([0, starts.length], (index) => (starts[index] ?? 0) >= from)] ?? bytes.length;
    },
  };
}

/** In rising order. A body that ends in digits makes a start of its own last digits too, which leads nowhere. */
function soundStarts(bytes: Uint8Array): readonly number[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const starts = [...text.matchAll(/(?=\d{1,9} \d{1,9}\n[A-Z]{3,10} \S{1,8000} HTTP\/\d)/g)].map(({ index }) => index);
  const sound = new Set<number>([bytes.length]);
  for (const start of starts.reverse()) {
    const end = countsAt(bytes, start)?.end;
    if (end !== undefined && sound.has(end)) sound.add(start);
  }
  return [...sound].reverse().slice(0, -1);
}
