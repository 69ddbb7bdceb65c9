import { requestIdOf } from "../../adapters/request-id.js";
import type { Target } from "../../chat/target.js";
import type { EventMark, ExchangeEvidence } from "../../report/sheet/trial-evidence.js";
import type { Turn } from "../../transcript/transcript.js";
import { type PlacedFinding, placeFindings } from "../../verdict/finding-places/place-findings.js";
import type { Finding } from "../../verdict/verdict.js";
import { headerOf } from "../../wire/exchange.js";
import { framePlaces } from "../../wire/frames/frame-places.js";
import { isAwsEventStream } from "../../wire/frames/is-aws-event-stream.js";
import type { HarEntry } from "../../wire/har/har.js";
import { readFrames } from "./read-frames.js";
import { replyEvidence } from "./reply-evidence.js";
import { shownBody } from "./shown-body.js";
import { shownEvents } from "./shown-events.js";

/** A recorded exchange, with its index in its file, and the findings of the reply that it gave; `turn` null: a later attempt gave it. */
export type RecordedAttempt = {
  readonly entry: HarEntry;
  readonly number: number;
  readonly turn: Turn | null;
  readonly findings: readonly Finding[];
  readonly target: Target;
  /** False: authored or simulated bytes, whose request ids are invented and left out. */
  readonly isVendors: boolean;
};

/** An exchange as pages show it, and the offsets at which its findings are; null: no single place shows one. */
export type PlacedExchange = {
  readonly exchange: ExchangeEvidence;
  readonly offsets: ReadonlyMap<Finding, number | null>;
};

/** One recorded exchange with its events, their marks and what was read in them. */
export async function exchangeEvidence({
  entry,
  number,
  turn,
  findings,
  target,
  isVendors,
}: RecordedAttempt): Promise<PlacedExchange> {
  const { exchange, step, attempt } = entry;
  const { request, response, chunks, end, error, firstByteMs } = exchange;
  const body = Buffer.concat(chunks.map(([, bytes]) => bytes));
  const headers = response?.headers ?? [];
  const contentType = headerOf(headers, "content-type");
  const isAws = isAwsEventStream(headers);
  const places = framePlaces(body, headers);
  const read = await readFrames(exchange, { body, places, target });
  const placed = placeFindings(findings, read);
  const marksAt = marksByEvent(placed);
  const events = shownEvents(body, { places, read, marksAt, isAws });
  const marked = events.filter(({ marks, name }) => marks.length > 0 && name !== "body");
  // A whole body is one event, which is no place in it.
  const offsetOf = (at: number | "end" | null) =>
    at === "end" ? body.length : at === null || places[at]?.name === "body" ? null : (places[at]?.offset ?? null);
  return {
    offsets: new Map(placed.map(({ finding, at }) => [finding, offsetOf(at)])),
    exchange: {
      ...{ step, attempt, number },
      startedAt: startOf(exchange.startedAt),
      ...{ method: request.method, url: request.url },
      request: shownBody(request.body ?? new Uint8Array(), { isBinary: false, marked: [] }),
      status: response?.status ?? null,
      requestId: isVendors ? requestIdOf(headers) : null,
      contentType,
      end,
      error: error === null ? null : `${error.kind}: ${error.message}`,
      chunks: chunks.map(([atMs, bytes]) => ({ atMs, sizeBytes: bytes.length })),
      firstByteMs,
      totalMs: chunks.at(-1)?.[0] ?? firstByteMs,
      body: shownBody(body, { isBinary: isAws, marked }),
      eventCount: places.length,
      events,
      endMarks: marksOf(placed.filter(({ at }) => at === "end")),
      reply: turn === null ? null : replyEvidence(turn.reply),
    },
  };
}

type Placed = PlacedFinding<Finding>;

function marksByEvent(placed: readonly Placed[]): ReadonlyMap<number, readonly EventMark[]> {
  const numbers = new Set(placed.flatMap(({ at }) => (typeof at === "number" ? [at] : [])));
  return new Map([...numbers].map((number) => [number, marksOf(placed.filter(({ at }) => at === number))]));
}

function marksOf(placed: readonly Placed[]): readonly EventMark[] {
  return placed.map(({ finding: { id, cause, severity }, says }) => ({
    finding: id,
    severity,
    text: `${id}${cause === null ? "" : ` (${cause})`}: ${says}`,
  }));
}

/** The date of an exchange without a recorded time is a placeholder. */
function startOf(startedAt: string): string | null {
  return startedAt.startsWith("1970-01-01") ? null : startedAt;
}
