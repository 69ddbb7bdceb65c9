import { noAliases } from "../../adapters/adapter.js";
import { readerFor } from "../../adapters/registry.js";
import { foldAsync } from "../../chat/fold.js";
import { readingOf } from "../../chat/read-reply.js";
import type { Target } from "../../chat/target.js";
import type { HarEntry, HarFile } from "../../wire/har/har.js";
import { parseJson } from "../../wire/json.js";
import { jsonDifferences } from "../../wire/transport/json-difference.js";
import { responseOf } from "../trial/second-reading.js";

/**
 * One difference between a recording and the one before it. `before` and `after` are JSON, shortened when long; null:
 * absent. `trial`, `step` and `attempt` null: the difference is in the whole recording.
 */
export type FixtureChange = {
  readonly trial: number | null;
  readonly step: string | null;
  readonly attempt: number | null;
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
};

/**
 * What changed between two recordings of one case: their origin, and for every exchange the request, status, end, finish,
 * texts, tool calls, usage, upstream and number of chunks. Ids, dates and arrival times always differ and are not compared.
 * Nothing is judged.
 */
export async function compareFixtures(
  { before, after }: { readonly before: HarFile; readonly after: HarFile },
  target: Target,
): Promise<readonly FixtureChange[]> {
  const places = new Map([...before.entries, ...after.entries].map((entry) => [placeOf(entry), entry]));
  const changes: FixtureChange[] = [...factChanges(wholeFacts(before), wholeFacts(after), nowhere)];
  for (const [place, { trial, step, attempt }] of places) {
    const [old, now] = [before, after].map(({ entries }) => entries.find((entry) => placeOf(entry) === place));
    const at = { trial, step, attempt };
    if (old === undefined || now === undefined) {
      changes.push({ ...at, what: "exchange", ...shortPair(old && "recorded", now && "recorded") });
      continue;
    }
    changes.push(...requestChanges(old, now, at));
    changes.push(...factChanges(await replyFacts(old, target), await replyFacts(now, target), at));
  }
  return changes;
}

type Place = Pick<FixtureChange, "trial" | "step" | "attempt">;
type Facts = { readonly [what: string]: unknown };

const nowhere: Place = { trial: null, step: null, attempt: null };

function placeOf({ trial, step, attempt }: HarEntry): string {
  return `${trial} ${step} ${attempt}`;
}

function wholeFacts({ meta, entries }: HarFile): Facts {
  return {
    source: meta.source,
    "scenario version": meta.scenarioVersion,
    endpoint: meta.endpoint,
    region: meta.region,
    versions: meta.versions,
    trials: new Set(entries.map(({ trial }) => trial)).size,
  };
}

async function replyFacts({ exchange }: HarEntry, target: Target): Promise<Facts> {
  const sent = { status: exchange.response?.status ?? null, end: exchange.end, error: exchange.error?.kind ?? null };
  const response = responseOf(exchange);
  if (response === null) return sent;
  const reader = await readerFor(target.api);
  const reply = await foldAsync(reader.read(response, { target, aliases: noAliases }));
  const { completeness, finish, text, reasoning, toolCalls, inputTokens, outputTokens } = readingOf(reply);
  return {
    ...sent,
    completeness,
    failure: reply.failure?.kind ?? null,
    finish: finish === null ? null : (finish.raw ?? finish.kind),
    text,
    reasoning,
    "tool calls": toolCalls.map(({ name, argumentsText }) => ({ name, arguments: argumentsText })),
    "input tokens": inputTokens,
    "output tokens": outputTokens,
    upstream: reply.upstream,
    chunks: exchange.chunks.length,
  };
}

function factChanges(before: Facts, after: Facts, place: Place): readonly FixtureChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((what) => JSON.stringify(before[what]) !== JSON.stringify(after[what]))
    .map((what) => ({ ...place, what, ...shortPair(before[what], after[what]) }));
}

function requestChanges(before: HarEntry, after: HarEntry, place: Place): readonly FixtureChange[] {
  const [old, now] = [before, after].map(({ exchange: { request } }) => ({
    url: `${request.method} ${request.url}`,
    body: bodyOf(request.body),
  }));
  return jsonDifferences(now, old).map((line) => {
    const [left = "", right = ""] = line.split(" ≠ recorded ");
    const colon = left.indexOf(": ");
    return { ...place, what: `request ${left.slice(0, colon)}`, before: right, after: left.slice(colon + 2) };
  });
}

function bodyOf(body: Uint8Array | null): unknown {
  if (body === null) return null;
  const text = Buffer.from(body).toString();
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

const longestShown = 160;
const shownBefore = 20;

/** Both values as JSON; long ones are cut around their first difference. */
function shortPair(before: unknown, after: unknown): Pick<FixtureChange, "before" | "after"> {
  const [old, now] = [toJson(before), toJson(after)];
  let same = 0;
  while (old !== null && now !== null && same < old.length && old[same] === now[same]) same += 1;
  const from = Math.max(old?.length ?? 0, now?.length ?? 0) > longestShown ? Math.max(0, same - shownBefore) : 0;
  return { before: cut(old, from), after: cut(now, from) };
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function cut(text: string | null, from: number): string | null {
  if (text === null) return null;
  const end = from + longestShown;
  return `${from > 0 ? "…" : ""}${text.slice(from, end)}${end < text.length ? "…" : ""}`;
}
