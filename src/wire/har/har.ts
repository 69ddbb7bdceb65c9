import { parseJson } from "../json.js";
import { findSecretShapes } from "../secrets/secret-patterns.js";
import { decodeEntry, decodeMeta } from "./har-decode.js";
import { encodeHar } from "./har-encode.js";
import { HarError } from "./har-error.js";
import type { DescribeExchange, HarFile, HarMeta } from "./har-file.js";
import { type HarNode, listAt, memberOf, objectAt, refuse } from "./har-node.js";

export { HarError } from "./har-error.js";
export type { DescribeExchange, HarEntry, HarFile, HarMeta } from "./har-file.js";

/**
 * The text of a HAR 1.2 file; the same input gives the same bytes. Stores headers by allow-list; the caller redacts the
 * rest. `describe`: adds a decoded view of each exchange; default: none. Throws a {@link HarError} for everything that
 * {@link readHar} refuses, secrets included.
 *
 * @example
 * const { exchange } = createRedactor([key]);
 * const entries = recorded.map((one) => ({ ...place, exchange: exchange(one) }));
 * writeFileSync(file, writeHar({ meta, entries }));
 */
export function writeHar(file: HarFile, options: { readonly describe?: DescribeExchange } = {}): string {
  const text = JSON.stringify(encodeHar(file, options.describe ?? null), null, 2);
  // Writes each chunk on one line. Line ends inside strings are escaped, so only structure can match.
  const compact = `${text.replace(/\[\n\s+([\d.e+-]+),\n\s+(\d+)\n\s+\]/g, "[$1, $2]")}\n`;
  readHar(compact, "new recording");
  return compact;
}

/**
 * Reads the text of {@link writeHar}, strictly. Throws a {@link HarError} with file and place for another version, a
 * missing, unknown or wrong member, sizes that do not add up, names that look like paths, and anything that looks like
 * a secret. `now` (milliseconds since 1970): refuses recordings dated more than a day later; absent: not checked.
 */
export function readHar(text: string, fileName: string, options: { readonly now?: number } = {}): HarFile {
  refuseSecrets(text, fileName);
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const line = parsed.position === null ? 1 : lineOf(text, parsed.position);
    throw new HarError(fileName, `line ${line}`, `not JSON: ${parsed.message}`);
  }
  const { meta, entries } = harParts(parsed.value, fileName, options);
  return { meta, entries: entries.map(decodeEntry) };
}

/** The facts of a recording, and its entries, which are not read yet. Throws as {@link readHar} does; looks for no secrets. */
export function harParts(
  value: unknown,
  fileName: string,
  options: { readonly now?: number } = {},
): { readonly meta: HarMeta; readonly entries: readonly HarNode[] } {
  const root: HarNode = { file: fileName, place: "", value };
  const log = objectAt(namedLog(root), ["version", "creator", "_parity", "entries"], ["browser", "pages", "comment"]);
  const version = memberOf(log, "version");
  if (version.value !== "1.2") refuse(version, `is ${JSON.stringify(version.value)}; this program reads HAR 1.2`);
  objectAt(memberOf(log, "creator"), ["name", "version"], ["comment"]);
  const latest = options.now === undefined ? null : options.now + 24 * 60 * 60 * 1000;
  return { meta: decodeMeta(memberOf(log, "_parity"), latest), entries: listAt(memberOf(log, "entries")) };
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
