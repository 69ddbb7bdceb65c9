import { TransportError } from "../exchange.js";
import { canonicalJson } from "../json.js";
import { jsonDifferences } from "./json-difference.js";
import { type Comparable, isSameBody, type TapeEntry } from "./tape.js";

type Missed = {
  readonly sent: Comparable;
  readonly tape: readonly TapeEntry[];
  readonly from: string | null;
};

/**
 * The error for a request without a recording. The message has the request, the nearest recording and the differences.
 */
export function replayMiss({ sent, tape, from }: Missed): TransportError {
  const where = from === null ? "the recordings" : from;
  const headline = `replay has no answer for ${sent.key} in ${where}`;
  const same = tape.filter((entry) => entry.key === sent.key && isSameBody(sent, entry)).length;
  if (same > 0) return miss(`${headline}: recorded ${same === 1 ? "once" : `${same} times`}, requested once more`);
  const nearest = nearestTo(sent, tape);
  if (nearest === null) return miss(`${headline}: there is no recording`);
  const { ordinal, key, used } = nearest.entry;
  const spent = used ? ", already used" : "";
  const lines = [`${headline}`, `nearest is recording ${ordinal} of ${tape.length} (${key}${spent}):`];
  for (const line of shown(nearest.differences)) lines.push(`  ${line}`);
  return miss(lines.join("\n"));
}

function miss(message: string): TransportError {
  return new TransportError("replay-miss", message);
}

type Near = { readonly entry: TapeEntry; readonly differences: readonly string[] };

/** How many recordings of the nearest path are compared, because comparing bodies is expensive. */
const maxCompared = 200;

function nearestTo(sent: Comparable, tape: readonly TapeEntry[]): Near | null {
  const ranked = tape.map((entry) => ({ entry, distance: keyDistance(sent.key, entry.key) }));
  ranked.sort((one, other) => one.distance - other.distance);
  const best = ranked[0]?.distance;
  let nearest: Near | null = null;
  for (const { entry, distance } of ranked.slice(0, maxCompared)) {
    if (distance !== best) break;
    const differences = differencesOf(sent, entry);
    if (nearest === null || differences.length < nearest.differences.length) nearest = { entry, differences };
  }
  return nearest;
}

/** 0 for the same method and path; else the number of characters outside the common prefix and suffix. */
function keyDistance(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return Math.max(one.length, other.length) - start - end;
}

function differencesOf(sent: Comparable, entry: TapeEntry): readonly string[] {
  const [sentJson, recordedJson] = [sent.json(), entry.json()];
  const ofBody =
    sentJson !== null && recordedJson !== null
      ? jsonDifferences(sorted(sentJson.value), sorted(recordedJson.value))
      : bodyDifferences(sent.body, entry.body);
  return sent.key === entry.key ? ofBody : [`request: ${sent.key} ≠ recorded ${entry.key}`, ...ofBody];
}

/** The same value with its members sorted, so that differences have a stable order. */
function sorted(value: unknown): unknown {
  return JSON.parse(canonicalJson(value));
}

function bodyDifferences(sent: Uint8Array, recorded: Uint8Array): readonly string[] {
  if (Buffer.compare(sent, recorded) === 0) return [];
  return [`body: ${described(sent)} ≠ recorded ${described(recorded)}`];
}

function described(body: Uint8Array): string {
  const text = JSON.stringify(Buffer.from(body.subarray(0, 40)).toString());
  return `${body.length} bytes, ${text}`;
}

const maxLines = 12;

function shown(differences: readonly string[]): readonly string[] {
  if (differences.length <= maxLines) return differences;
  const rest = differences.length - (maxLines - 1);
  return [...differences.slice(0, maxLines - 1), `… and ${rest} more differences`];
}
