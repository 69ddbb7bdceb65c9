import type { RecordedExchange } from "../exchange.js";
import type { JsonValue } from "../json.js";

/** What an imported recording was made from, and what of the exchange that source no longer held. */
export type HarImport = {
  /** The source as it was named, and its format. */
  readonly file: string;
  readonly format: string;
  readonly losses: readonly string[];
  /** The place of each entry in the source, from 0, in the order of the entries. */
  readonly interactions: readonly number[];
};

/**
 * Where a recording comes from. A `recorded` one has `recordedAt` unless it was imported, an `authored` one names the
 * document it is `after`.
 */
export type HarMeta = {
  readonly formatVersion: 1;
  readonly source: "recorded" | "authored";
  /** ISO 8601, UTC. */
  readonly recordedAt: string | null;
  readonly after: string | null;
  readonly scenario: string;
  readonly scenarioVersion: number;
  readonly target: string;
  readonly note: string | null;
  readonly endpoint: string | null;
  readonly region: string | null;
  /** What made it: `llm-parity`, `openai`, `node`, … */
  readonly versions: { readonly [name: string]: string };
  /** Absent: recorded or authored by this program. */
  readonly imported?: HarImport;
};

/** One exchange and where in its trial it stood. */
export type HarEntry = {
  readonly exchange: RecordedExchange;
  readonly trial: number;
  readonly step: string;
  readonly attempt: number;
  readonly client: "sdk" | "http";
};

/** The recording of one case: all exchanges of all its trials, in order. */
export type HarFile = { readonly meta: HarMeta; readonly entries: readonly HarEntry[] };

/** The decoded view of a body for a person who reads the file; null: there is nothing to add. Never read back. */
export type DescribeExchange = (exchange: RecordedExchange) => readonly JsonValue[] | null;
