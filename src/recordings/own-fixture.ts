import type { RecordedExchange, WireRequest } from "../wire/exchange.js";
import { HarError, type HarMeta, harParts } from "../wire/har/har.js";
import { decodeEntry, decodeMeta } from "../wire/har/har-decode.js";
import { isPrivateHar } from "../wire/har/private-har.js";
import { findSecretShapes } from "../wire/secrets/secret-patterns.js";
import { type InteractionPlace, RecordingError } from "./format.js";
import { lostHost, unknownTime } from "./import-fixture.js";
import { type Interaction, type Loss, losses } from "./interaction.js";
import { isPrivateSource } from "./private-source.js";
import { recordedJson } from "./recorded-json.js";
import type { RecordingFile } from "./recording-file.js";
import { jsonMember, jsonRecords } from "./records/json-records.js";
import { readRecords } from "./records/read-records.js";

/**
 * The interactions of one of our fixtures: every chunk with its arrival time, how the body ended, and what the imported
 * recording had lost. An entry that `readHar` refuses, for a secret too, is an error beside its neighbours. Throws
 * {@link RecordingError} for a file that `readHar` refuses as a whole.
 */
export function readOwnFixture(file: RecordingFile): Iterable<Interaction | RecordingError> {
  const meta = refusedAs({ file: file.name, interaction: null }, () => metaOf(file));
  const records = jsonRecords(file, ["log", "entries"]);
  const isSuspect = findSecretShapes(file.textWithSpoilt()).length > 0;
  const values = records.list.map((record) => ("value" in record ? record.value : null));
  if (isSuspect && !values.some((value) => secretIn(value) !== null)) {
    throw new RecordingError({ file: file.name, interaction: null }, secretMessage(secretIn(file.json()?.value)));
  }
  return readRecords(file, records, (value, place) => {
    const secret = isSuspect ? secretIn(value) : null;
    if (secret !== null) throw new RecordingError(place, secretMessage(secret));
    return readEntry(value, place, meta);
  });
}

function metaOf(file: RecordingFile): HarMeta {
  const json = file.json();
  if (json !== null) return harParts(json.value, file.name).meta;
  const value = jsonMember(file, ["log", "_parity"]);
  if (value === undefined) recordedJson(file); // Throws: the reason why it is not JSON says more than a missing member.
  return decodeMeta({ file: file.name, place: "log._parity", value }, null);
}

function isPrivateFixture(file: string, meta: HarMeta): boolean {
  const { imported } = meta;
  if (isPrivateSource(file, "har") || isPrivateHar(meta)) return true;
  return imported !== undefined && isPrivateSource(imported.file, imported.format);
}

function secretIn(value: unknown): string | null {
  return findSecretShapes(JSON.stringify(value) ?? "")[0]?.name ?? null;
}

function secretMessage(name: string | null): string {
  return `looks like a secret${name === null ? "" : ` (${name})`}; record it again, redacted`;
}

function readEntry(value: unknown, place: InteractionPlace, meta: HarMeta): Interaction {
  const node = { file: place.file, place: `log.entries[${place.interaction}]`, value };
  const { exchange } = refusedAs(place, () => decodeEntry(node));
  const { chunks, end, error } = exchange;
  const lost = losses.filter((loss) => (meta.imported?.losses ?? []).includes(loss));
  return {
    ...place,
    format: "har",
    request: requestIn(exchange, lost),
    response: responseIn(exchange, lost),
    chunks: lost.includes("arrival-times") ? chunks.map(([, bytes]) => [null, bytes] as const) : chunks,
    end,
    error,
    recordedAt: meta.source === "authored" || exchange.startedAt === unknownTime ? null : exchange.startedAt,
    after: meta.source === "authored" ? meta.after : null,
    losses: lost,
    notes: notesIn(meta),
    ...(isPrivateFixture(place.file, meta) ? { isPrivate: true } : {}),
  };
}

/** What `read` gives; a {@link HarError} becomes the error of a place. */
function refusedAs<T>(place: { readonly file: string; readonly interaction: number | null }, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    throw new RecordingError(place, error.message.replace(`${place.file}: `, ""), { cause: error });
  }
}

/** null for a placeholder request of an import. The placeholder of a lost host is removed. */
function requestIn({ request }: RecordedExchange, lost: readonly Loss[]): WireRequest | null {
  if (lost.includes("request")) return null;
  const prefix = `https://${lostHost}`;
  return request.url.startsWith(`${prefix}/`) ? { ...request, url: request.url.slice(prefix.length) } : request;
}

function responseIn({ response }: RecordedExchange, lost: readonly Loss[]): Interaction["response"] {
  return response !== null && lost.includes("status") ? { ...response, status: null } : response;
}

function notesIn({ note, imported }: HarMeta): readonly string[] {
  const origin = imported === undefined ? [] : [`imported from ${imported.file} (${imported.format})`];
  return [...(note === null ? [] : [note]), ...origin];
}
