import type { JsonValue } from "../../chat/json.js";
import type { RecordedExchange } from "../exchange.js";

/** The source of an imported recording. `losses`: the parts of the exchange that the source does not have. */
export type HarImport = {
  /** The source file as named at the import, and its format. */
  readonly file: string;
  readonly format: string;
  readonly losses: readonly string[];
  /** For each entry, its index in the source, from 0. */
  readonly interactions: readonly number[];
  /** Present where the source is a production log or trace: it holds what customers wrote. */
  readonly isPrivate?: true;
};

/**
 * The origin of a recording. A `recorded` one has `recordedAt` unless it was imported. An `authored` one names in
 * `after` the document that it follows.
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
  /** Versions of the programs that made it: `llm-parity`, `openai`, `node`, … */
  readonly versions: { readonly [name: string]: string };
  /** Absent: this program recorded or authored it. */
  readonly imported?: HarImport;
};

/** One exchange with its trial, step and attempt. */
export type HarEntry = {
  readonly exchange: RecordedExchange;
  readonly trial: number;
  readonly step: string;
  readonly attempt: number;
  readonly client: "sdk" | "http";
};

/** The recording of one case: all exchanges of all its trials, in order. */
export type HarFile = { readonly meta: HarMeta; readonly entries: readonly HarEntry[] };

/** Returns a decoded view of an exchange for people who read the file; null: none. The view is never read back. */
export type DescribeExchange = (exchange: RecordedExchange) => readonly JsonValue[] | null;
