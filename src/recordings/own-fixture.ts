import type { RecordedExchange, WireRequest } from "../wire/exchange.js";
import { HarError, type HarFile, type HarMeta, readHar } from "../wire/har/har.js";
import { RecordingError } from "./format.js";
import { lostHost, unknownTime } from "./import-fixture.js";
import { type Interaction, type Loss, losses } from "./interaction.js";
import { isPrivateSource } from "./private-source.js";
import type { RecordingFile } from "./recording-file.js";

/**
 * The interactions of one of our fixtures: every chunk with its arrival time, how the body ended, and what the imported
 * recording had lost. Throws {@link RecordingError} for a file that `readHar` refuses.
 */
export function* readOwnFixture(file: RecordingFile): Generator<Interaction> {
  const { meta, entries } = fixtureIn(file);
  const lost = losses.filter((loss) => (meta.imported?.losses ?? []).includes(loss));
  for (const [interaction, { exchange }] of entries.entries()) {
    const { chunks, end, error } = exchange;
    yield {
      file: file.name,
      format: "har",
      interaction,
      request: requestIn(exchange, lost),
      response: responseIn(exchange, lost),
      chunks: lost.includes("arrival-times") ? chunks.map(([, bytes]) => [null, bytes] as const) : chunks,
      end,
      error,
      recordedAt: meta.source === "authored" || exchange.startedAt === unknownTime ? null : exchange.startedAt,
      after: meta.source === "authored" ? meta.after : null,
      losses: lost,
      notes: notesIn(meta),
      ...(isPrivateFixture(file.name, meta) ? { isPrivate: true } : {}),
    };
  }
}

function isPrivateFixture(file: string, { imported }: HarMeta): boolean {
  return isPrivateSource(file, "har") || (imported !== undefined && isPrivateSource(imported.file, imported.format));
}

function fixtureIn(file: RecordingFile): HarFile {
  const text = file.text();
  if (text === null) throw new RecordingError({ file: file.name, interaction: null }, "not UTF-8 text");
  try {
    return readHar(text, file.name);
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    throw new RecordingError({ file: file.name, interaction: null }, error.message.replace(`${file.name}: `, ""), {
      cause: error,
    });
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
