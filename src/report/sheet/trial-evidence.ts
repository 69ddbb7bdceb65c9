/** One trial with its exchanges, as far as they are kept, for pages that show bytes. Private recordings have no texts and no bytes here. */
export type TrialEvidence = {
  /** The id of its cell in the sheet. */
  readonly cell: string;
  readonly trial: number;
  readonly outcome: "ok" | "bad" | "excluded";
  readonly reason: string | null;
  readonly upstream: string | null;
  readonly findings: readonly EvidenceFinding[];
  readonly exchanges: readonly ExchangeEvidence[];
};

/** A finding at its place. `step` null: the trial as a whole. */
export type EvidenceFinding = {
  readonly id: string;
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  readonly step: string | null;
  readonly seen: string;
};

/** One request and what came back. Times are milliseconds after the request was sent. */
export type ExchangeEvidence = {
  readonly step: string;
  /** Its index in the file of the cell, from 0. */
  readonly number: number;
  readonly method: string;
  readonly url: string;
  readonly requestBody: string;
  readonly status: number | null;
  readonly requestId: string | null;
  /** `eof`, `reset`, `timeout`, … */
  readonly end: string;
  readonly chunks: readonly { readonly atMs: number; readonly sizeBytes: number }[];
  readonly firstByteMs: number | null;
  readonly totalMs: number | null;
  /** The decoded events at their places in the body. `marks`: what is wrong with it. */
  readonly events: readonly {
    readonly offset: number;
    readonly length: number;
    readonly name: string;
    readonly payload: string;
    readonly marks: readonly string[];
  }[];
  /** The body as it came; a text body is shown as text, a binary one as bytes. */
  readonly body: Uint8Array;
  /** The visible text and the calls of the decoded reply. */
  readonly replyText: string | null;
  readonly calls: readonly { readonly name: string | null; readonly argumentsText: string | null }[];
};
