import type { RecordedExchange } from "../exchange.js";
import { type JsonValue, parseJson } from "../json.js";
import { findSecretShapes } from "../secrets/secret-patterns.js";
import { decodeEntry, decodeMeta } from "./har-decode.js";
import { encodeHar } from "./har-encode.js";
import { HarError } from "./har-error.js";
import { type HarNode, listAt, memberOf, objectAt, refuse } from "./har-node.js";

export { HarError } from "./har-error.js";

/** What an imported recording was made from, and what of the exchange that source no longer held. */
export type HarImport = {
  /** The source as it was named, and its format. */
  readonly file: string;
  readonly format: string;
  readonly losses: readonly string[];
  /** The place of each entry in the source, from 0, in the order of the entries. */
  readonly interactions: readonly number[];
};

/** Where a recording comes from. A `recorded` one has `recordedAt` unless it was imported, an `authored` one names the document it is `after`. */
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

/**
 * The text of a HAR 1.2 file: same input, same bytes. Headers are stored by allow-list; redaction is the caller's.
 * Throws a {@link HarError} for what {@link readHar} would refuse, a secret among it.
 */
export function writeHar(file: HarFile, options: { readonly describe?: DescribeExchange } = {}): string {
  const text = JSON.stringify(encodeHar(file, options.describe ?? null), null, 2);
  // One chunk, one line. A line end inside a string is escaped, so only structure can match.
  const compact = `${text.replace(/\[\n\s+([\d.e+-]+),\n\s+(\d+)\n\s+\]/g, "[$1, $2]")}\n`;
  readHar(compact, "new recording");
  return compact;
}

/**
 * Reads what {@link writeHar} wrote, strictly. Throws a {@link HarError} with file and place for another version, a
 * missing, unknown or wrong member, sizes that do not add up, names that look like paths, and anything that looks like
 * a secret. `now` (milliseconds since 1970): refuses what was recorded more than a day later; absent: not checked.
 */
export function readHar(text: string, fileName: string, options: { readonly now?: number } = {}): HarFile {
  refuseSecrets(text, fileName);
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const line = parsed.position === null ? 1 : lineOf(text, parsed.position);
    throw new HarError(fileName, `line ${line}`, `not JSON: ${parsed.message}`);
  }
  const root: HarNode = { file: fileName, place: "", value: parsed.value };
  const log = objectAt(namedLog(root), ["version", "creator", "_parity", "entries"], ["browser", "pages", "comment"]);
  const version = memberOf(log, "version");
  if (version.value !== "1.2") refuse(version, `is ${JSON.stringify(version.value)}; HAR 1.2 is read`);
  objectAt(memberOf(log, "creator"), ["name", "version"], ["comment"]);
  const latest = options.now === undefined ? null : options.now + 24 * 60 * 60 * 1000;
  const meta = decodeMeta(memberOf(log, "_parity"), latest);
  return { meta, entries: listAt(memberOf(log, "entries")).map(decodeEntry) };
}

function namedLog(root: HarNode): HarNode {
  const file = objectAt({ ...root, place: "file" }, ["log"], []);
  return { file: root.file, place: "log", value: file.members["log"] };
}

function refuseSecrets(text: string, file: string): void {
  const [found] = findSecretShapes(text);
  if (found === undefined) return;
  throw new HarError(
    file,
    `line ${lineOf(text, found.start)}`,
    `looks like a secret (${found.name}); record it again, redacted`,
  );
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
