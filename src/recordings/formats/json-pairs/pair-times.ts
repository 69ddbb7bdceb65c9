import { listOf, type Members, memberOf } from "../../members.js";
import { arrivalNames, clockNames, firstOf, gapNames } from "./pair-names.js";

/** When each chunk arrived, in milliseconds since the request; null: not recorded. */
export type ChunkTimes = { readonly arrivals: readonly number[] | null; readonly notes: readonly string[] };

const noTimes: ChunkTimes = { arrivals: null, notes: [] };

/** The times of `count` chunks, from the lists beside them or, without one, from the chunks themselves. */
export function chunkTimes(response: Members, chunks: readonly unknown[], startedMs: number | null): ChunkTimes {
  const listed = timesIn(response, startedMs);
  if (listed !== null) {
    if (listed.length === chunks.length) return valid(listed);
    return {
      arrivals: null,
      notes: [`${listed.length} times are recorded for ${chunks.length} chunks: none was used`],
    };
  }
  const own = chunks.map((chunk) => (typeof chunk === "object" && chunk !== null ? ownTimes(chunk) : null));
  const first = own[0];
  if (first === undefined || first === null || !own.every((one) => one?.kind === first.kind)) return noTimes;
  const values = own.map((one) => one?.value ?? 0);
  return valid(arrivalsOf(first.kind, values, startedMs));
}

type Kind = "gap" | "arrival" | "clock";

function timesIn(response: Members, startedMs: number | null): readonly number[] | null {
  for (const [kind, names] of [
    ["gap", gapNames],
    ["arrival", arrivalNames],
    ["clock", clockNames],
  ] as const) {
    const list = listOf(firstOf(response, names));
    if (list === null) continue;
    const values = list.map((one) => (kind === "clock" ? clockOf(one) : one));
    return arrivalsOf(
      kind,
      values.map((one) => (typeof one === "number" ? one : Number.NaN)),
      startedMs,
    );
  }
  return null;
}

const ownGapNames = ["delay", "delayMs", "delay_ms", "gap", "gapMs", "delta_ms", "deltaMs"];
const ownArrivalNames = [
  "arrivalMs",
  "arrival_ms",
  "offsetMs",
  "offset_ms",
  "elapsedMs",
  "elapsed_ms",
  "offset",
  "elapsed",
  "t_ms",
  "ms",
];
const ownClockNames = ["timestamp", "ts", "time", "at", "receivedAt", "received_at"];

function ownTimes(chunk: object): { readonly kind: Kind; readonly value: number } | null {
  for (const [kind, names] of [
    ["gap", ownGapNames],
    ["arrival", ownArrivalNames],
    ["clock", ownClockNames],
  ] as const) {
    for (const name of names) {
      const value = kind === "clock" ? clockOf(memberOf(chunk, name)) : memberOf(chunk, name);
      if (typeof value === "number") return { kind, value };
    }
  }
  return null;
}

/** A point in time in milliseconds, from the Unix clock or ISO 8601; null: none. */
export function clockOf(value: unknown): number | null {
  if (typeof value === "number" && Number.isFinite(value)) return value > 1e9 && value < 1e11 ? value * 1000 : value;
  const parsed = typeof value === "string" && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

/** Clocks count from the request if its time is known, else from the first chunk. Small clocks count from the request already. */
function arrivalsOf(kind: Kind, values: readonly number[], startedMs: number | null): readonly number[] {
  if (kind === "arrival") return values;
  if (kind === "gap") {
    let sum = 0;
    return values.map((gap) => {
      sum += gap;
      return sum;
    });
  }
  const first = values[0] ?? 0;
  if (first < 1e11) return values;
  const start = startedMs !== null && startedMs <= first && first - startedMs < 3_600_000 ? startedMs : first;
  return values.map((value) => value - start);
}

function valid(arrivals: readonly number[]): ChunkTimes {
  const isSound = arrivals.every((one, index) => Number.isFinite(one) && one >= (arrivals[index - 1] ?? 0));
  return isSound
    ? { arrivals, notes: [] }
    : { arrivals: null, notes: ["the recorded times of the chunks run backwards: none was used"] };
}
