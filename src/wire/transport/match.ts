import type { RecordedExchange, WireRequest } from "../exchange.js";
import { asBuffer } from "../frames/byte-buffer.js";
import { parseJson, sameJson } from "../json.js";
import { replayMiss } from "./miss.js";
import { decodedTarget } from "./request-target.js";

/** Hands out recordings, each once. */
export type Matcher = {
  /** The first unused recording that answers `request`; throws `replay-miss` when there is none. */
  readonly take: (request: WireRequest) => RecordedExchange;
  readonly leftovers: () => readonly RecordedExchange[];
};

/** What is compared of a request: `key` is method, decoded path and query; `json` is null for a body that is no JSON. */
export type Comparable = {
  readonly key: string;
  readonly body: Uint8Array;
  readonly json: () => { readonly value: unknown } | null;
};

/** One recording on the tape; `ordinal` counts from 1 in recorded order. */
export type TapeEntry = Comparable & { readonly recorded: RecordedExchange; readonly ordinal: number; used: boolean };

/** Indexes the unused recordings by method and path; bodies are parsed only where their bytes differ. `from` names them in messages. */
export function createMatcher(recordings: readonly RecordedExchange[], from: string | null): Matcher {
  const tape = recordings.map(
    (recorded, index): TapeEntry => ({ ...comparable(recorded.request), recorded, ordinal: index + 1, used: false }),
  );
  const byKey = groupByKey(tape);
  return {
    take: (request) => {
      const asked = comparable(request);
      const waiting = byKey.get(asked.key) ?? [];
      const at = waiting.findIndex((entry) => isSameBody(asked, entry));
      const [found] = at === -1 ? [] : waiting.splice(at, 1);
      if (found === undefined) throw replayMiss({ asked, tape, from });
      found.used = true;
      return found.recorded;
    },
    leftovers: () => tape.filter(({ used }) => !used).map(({ recorded }) => recorded),
  };
}

/** The same bytes, or the same JSON in another writing. */
export function isSameBody(one: Comparable, other: Comparable): boolean {
  if (Buffer.compare(one.body, other.body) === 0) return true;
  const [json, otherJson] = [one.json(), other.json()];
  return json !== null && otherJson !== null && sameJson(json.value, otherJson.value);
}

const noBytes = new Uint8Array();

function comparable(request: WireRequest): Comparable {
  const body = request.body ?? noBytes;
  let json: { readonly value: unknown } | null | undefined;
  return {
    key: `${request.method.toUpperCase()} ${decodedTarget(request.url)}`,
    body,
    json: () => {
      if (json === undefined) json = jsonOf(body);
      return json;
    },
  };
}

function jsonOf(body: Uint8Array): { readonly value: unknown } | null {
  const parsed = parseJson(asBuffer(body).toString());
  return parsed.ok ? parsed : null;
}

function groupByKey(tape: readonly TapeEntry[]): Map<string, TapeEntry[]> {
  const byKey = new Map<string, TapeEntry[]>();
  for (const entry of tape) {
    const known = byKey.get(entry.key);
    if (known === undefined) byKey.set(entry.key, [entry]);
    else known.push(entry);
  }
  return byKey;
}
