import type { JsonValue } from "../../chat/json.js";
import type { ClientView } from "../../verdict/client-views/client-views.js";
import type { FieldEquivalence } from "../../verdict/matrix/compare-requests.js";

/** The trials of which pages show requests and bytes, and those that they leave out. */
export type Evidence = {
  /** In the order of the cells, then by number. */
  readonly trials: readonly TrialEvidence[];
  /** In the order of the cells. */
  readonly leftOut: readonly LeftOutTrials[];
};

/**
 * Trials of a cell that no page shows. `too-much`: they do not fit; `not-chosen`: only other cells were to be shown; `no-bytes`: none were kept.
 * `command` prints the first of them; null: nothing does.
 */
export type LeftOutTrials = {
  readonly cell: string;
  readonly trials: readonly number[];
  readonly why: "too-much" | "not-chosen" | "no-bytes";
  readonly command: string | null;
};

/**
 * One trial with its exchanges, as far as they are kept: plain JSON. All texts are as they came. Of a private recording whose content is withheld,
 * every text is its length and hash, and no byte is here.
 */
export type TrialEvidence = {
  /** The id of its cell in the sheet. */
  readonly cell: string;
  readonly target: string;
  readonly scenario: string;
  readonly trial: number;
  readonly outcome: "ok" | "bad" | "excluded";
  /** Why it is excluded, in one word, and the message behind it; null: it is not. */
  readonly reason: string | null;
  readonly reasonText: string | null;
  readonly upstream: string | null;
  readonly source: "live" | "recorded" | "authored" | "simulated";
  /** ISO 8601, UTC; null: its bytes have no date. */
  readonly recordedAt: string | null;
  readonly isWithheld: boolean;
  readonly findings: readonly EvidenceFinding[];
  readonly exchanges: readonly ExchangeEvidence[];
  /** The steps that were not asked. */
  readonly notReached: readonly string[];
  /** The trial beside which this one is read; null: no other column was asked the same. */
  readonly control: ControlEvidence | null;
  /** What real clients showed of its replies; `[]`: none was asked. */
  readonly views: readonly { readonly step: string; readonly clients: readonly ClientView[] }[];
  /** How a reader sees it again, in the order of the page. */
  readonly commands: readonly EvidenceCommand[];
};

/**
 * A finding at its place. `step` null: the trial as a whole. `exchange`: the index in the trial's exchanges; `offset`: of the event in its body,
 * or the size of the body where something is missing at its end; null: no single place shows it.
 */
export type EvidenceFinding = {
  readonly id: string;
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  readonly step: string | null;
  readonly seen: string;
  readonly place: { readonly exchange: number; readonly offset: number } | null;
};

/** One request and what came back. Times are milliseconds after the request was sent. */
export type ExchangeEvidence = {
  readonly step: string;
  readonly attempt: number;
  /** Its index in the file of the cell, from 0. */
  readonly number: number;
  /** ISO 8601, UTC; null: not known. */
  readonly startedAt: string | null;
  readonly method: string;
  readonly url: string;
  readonly request: BodyEvidence;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly contentType: string | null;
  /** How the body ended: `eof`, `reset`, `connect-error`, `client-abort`; `error`: in words. */
  readonly end: string;
  readonly error: string | null;
  readonly chunks: readonly { readonly atMs: number; readonly sizeBytes: number }[];
  readonly firstByteMs: number | null;
  /** Of the last byte; null: nothing arrived. */
  readonly totalMs: number | null;
  readonly body: BodyEvidence;
  /** How many events the body has; `events` may have fewer: the first, the last and those with marks. */
  readonly eventCount: number;
  readonly events: readonly EventEvidence[];
  /** What is missing after the last event. */
  readonly endMarks: readonly EventMark[];
  /** What the last attempt of a step was read as; null: another attempt. */
  readonly reply: ReplyEvidence | null;
};

/**
 * A body as far as it is shown: `pieces` in order with gaps where `sizeBytes` is more. `kind`: `text` for lines, `bytes` for a view in hexadecimal,
 * whose pieces are base64; `withheld`: no byte of it is here. `offset` in bytes.
 */
export type BodyEvidence = {
  readonly kind: "text" | "bytes" | "withheld";
  readonly sizeBytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly pieces: readonly { readonly offset: number; readonly data: string }[];
};

/** One event of a body at its place. `number`: among all, from 0. `payload` null: bytes that are no text. */
export type EventEvidence = {
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly payload: string | null;
  /** What our decoder read in it, in a few words each; `[]`: nothing. */
  readonly says: readonly string[];
  readonly marks: readonly EventMark[];
};

/** What is wrong at a place. `finding`: the id of the finding that is about it; null: the bytes alone say it. */
export type EventMark = { readonly finding: string | null; readonly severity: "bad" | "note"; readonly text: string };

export type ReplyEvidence = {
  /** The visible text; null: none. */
  readonly text: string | null;
  readonly reasoning: string | null;
  readonly calls: readonly {
    readonly id: string | null;
    readonly name: string | null;
    readonly argumentsText: string | null;
  }[];
  /** The service's own word; null: none arrived. */
  readonly finish: string | null;
  /** As reported; null: not reported. */
  readonly usage: JsonValue;
  readonly completeness: string;
  readonly failure: string | null;
};

/** The same question in another column: what was sent and what came back there. */
export type ControlEvidence = {
  readonly cell: string;
  readonly trial: number;
  readonly outcome: "ok" | "bad" | "excluded";
  readonly steps: readonly {
    readonly step: string;
    /** The two requests, field by field; `left` is this trial's. */
    readonly fields: readonly FieldEquivalence[];
    readonly equivalent: boolean;
    /** How the two requests compare, in words. */
    readonly says: string;
    readonly reply: ReplyEvidence | null;
    readonly status: number | null;
    readonly requestId: string | null;
  }[];
};

/** A command for a POSIX shell. `about`: what it does, in a few words. `text` null: there is none, for the reason `why`. */
export type EvidenceCommand = {
  readonly name: "show" | "again" | "curl" | "aws-cli";
  readonly about: string;
  readonly text: string | null;
  readonly why: string | null;
};
