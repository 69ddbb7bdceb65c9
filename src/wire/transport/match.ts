import { headerOf, type RecordedExchange, type WireRequest } from "../exchange.js";
import { asBuffer } from "../frames/byte-buffer.js";
import { parseJson } from "../json.js";
import { replayMiss } from "./miss.js";
import { decodedTarget } from "./request-target.js";
import { type Comparable, isSameBody, type TapeEntry } from "./tape.js";

/** Finds the recording for a request. Each recording answers once. */
export type Matcher = {
  /** The first unused recording that matches `request`. Throws `replay-miss` when there is none. */
  readonly take: (request: WireRequest) => RecordedExchange;
  /** The unused recordings, in recorded order. */
  readonly leftovers: () => readonly RecordedExchange[];
};

/**
 * A matcher over recordings, indexed by method and path. Parses bodies only if their bytes differ. `from`: the name of
 * the recordings in messages; null: none.
 */
export function createMatcher(recordings: readonly RecordedExchange[], from: string | null): Matcher {
  const tape = recordings.map(
    (recorded, index): TapeEntry => ({ ...comparable(recorded.request), recorded, ordinal: index + 1, used: false }),
  );
  const byKey = groupByKey(tape);
  return {
    take: (request) => {
      const sent = comparable(request);
      const unused = byKey.get(sent.key) ?? [];
      const index = unused.findIndex((entry) => isSameBody(sent, entry));
      const [found] = index === -1 ? [] : unused.splice(index, 1);
      if (found === undefined) throw replayMiss({ sent, tape, from });
      found.used = true;
      return found.recorded;
    },
    leftovers: () => tape.filter(({ used }) => !used).map(({ recorded }) => recorded),
  };
}

const noBytes = new Uint8Array();

function comparable(request: WireRequest): Comparable {
  const body = request.body ?? noBytes;
  let json: { readonly value: unknown } | null | undefined;
  return {
    key: `${request.method.toUpperCase()} ${decodedTarget(request.url)}${betasOf(request)}`,
    body,
    json: () => {
      if (json === undefined) json = jsonOf(body);
      return json;
    },
  };
}

/** Betas of Anthropic change what a request asks for, and stand outside its body. */
const betaHeaders = ["anthropic-beta", "x-anthropic-beta"] as const;

function betasOf({ headers }: WireRequest): string {
  return betaHeaders
    .map((name) => {
      const value = headerOf(headers, name);
      return value === null ? "" : ` with ${name}: ${value}`;
    })
    .join("");
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
