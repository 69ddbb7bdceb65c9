import type { Api, Client } from "../chat/api.js";
import type { Reading } from "../chat/read-reply.js";
import type { Reply, Warning } from "../chat/reply.js";
import type { ChatRequest } from "../chat/request.js";

/** The cell of the matrix that a trial belongs to. Trials that differ in any member are never pooled. */
export type CellIdentity = {
  readonly target: string;
  readonly model: string;
  readonly provider: string;
  readonly api: Api;
  readonly providerModelId: string;
  readonly region: string | null;
  readonly upstreamPin: string | null;
  readonly scenario: string;
  readonly scenarioVersion: number;
  readonly client: Client;
};

/**
 * Where the bytes of a trial come from. `live`: from the service, in this run. `recorded`: replayed from bytes that a
 * service sent. `authored`: made by our simulator after a document; they prove our code, never a vendor's behaviour.
 * `simulated`: from our simulator, in this run.
 */
export type Provenance = {
  readonly source: "live" | "recorded" | "authored" | "simulated";
  /** ISO 8601, UTC; null for authored bytes. */
  readonly recordedAt: string | null;
  /** For authored bytes: the document they follow, with its date. */
  readonly after: string | null;
  readonly note: string | null;
  readonly endpoint: string | null;
  readonly region: string | null;
  /** Present where the bytes are of a production log or trace: they hold what customers wrote. */
  readonly isPrivate?: true;
};

/**
 * One attempt at a turn; the last one gave the reply. `exchange` is its number within the trial's recorded exchanges;
 * null: none was recorded.
 */
export type Attempt = {
  readonly exchange: number | null;
  /** ISO 8601, UTC; null when nothing was sent. */
  readonly startedAt: string | null;
  /** Milliseconds to the response headers; null when none arrived. */
  readonly firstByteMs: number | null;
  /** Milliseconds to the last byte that arrived; null when nothing was sent. */
  readonly totalMs: number | null;
  readonly status: number | null;
  readonly requestId: string | null;
  /** Failure kind of this attempt; null when it did not fail. */
  readonly failure: string | null;
  /** When its content arrived; absent: none did, or the bytes were replayed. */
  readonly content?: ContentPace;
};

/**
 * When the pieces of a reply's content arrived, reasoning and calls included. `firstMs`: milliseconds from the request to the first one.
 * `arrivals`: the moments at which some came. `longestGapMs`: the longest wait between two; null: all came at once.
 */
export type ContentPace = {
  readonly firstMs: number;
  readonly arrivals: number;
  readonly longestGapMs: number | null;
};

/**
 * One request and its reply. `otherReading`: the second client's reading of the same bytes; null without a second
 * client.
 */
export type Turn = {
  readonly step: string;
  readonly request: ChatRequest;
  /** Parts of the model's last reply that were left out of the history of this request, and why. */
  readonly leftOut: readonly Warning[];
  readonly reply: Reply;
  readonly attempts: readonly Attempt[];
  readonly otherReading: {
    readonly client: Client;
    readonly reading: Reading;
    readonly differences: readonly string[];
  } | null;
};

/** All turns of one trial, not yet judged. `notReached`: the ids of the steps without a turn. */
export type Transcript = {
  readonly formatVersion: 1;
  readonly cell: CellIdentity;
  readonly trial: number;
  readonly provenance: Provenance;
  readonly turns: readonly Turn[];
  readonly notReached: readonly string[];
  /** Why the trial did not run at all (no recording, capability absent, its column gave no more answers, …); null when it ran. */
  readonly notRun: {
    readonly reason: string;
    readonly kind: "no-recording" | "unsupported" | "credentials" | "budget" | "column-stopped" | "harness-fault";
  } | null;
};
