import type { FormatId } from "../../recordings/format-ids.js";
import type { Interaction } from "../../recordings/interaction.js";
import { type Observation, observe } from "../../recordings/observe.js";
import { readRecordings } from "../../recordings/read-recordings.js";
import { readersOf } from "./client-facts.js";
import { type RecordedStream, recordedStream } from "./recorded-stream.js";

/** What clients can be given of some recordings. `damaged`: what cannot be read, one sentence each. */
export type StreamsToView = {
  readonly streams: readonly RecordedStream[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly damaged: readonly string[];
};

/** The recorded replies of files and folders that a client of the registry reads. Throws SourceError for a path that is not there. */
export async function streamsOfFiles(paths: readonly string[], format: FormatId | undefined): Promise<StreamsToView> {
  const streams: RecordedStream[] = [];
  const skipped: { name: string; reason: string }[] = [];
  const damaged: string[] = [];
  for (const read of readRecordings(paths, format === undefined ? {} : { format })) {
    if (read.kind === "damaged") damaged.push(read.message);
    else if (read.kind === "file") {
      if (read.format === null && paths.includes(read.name))
        damaged.push(`${read.name}: is not a recording in a known format`);
    } else {
      const found = streamOf(await observe(read.interaction));
      if ("facts" in found) streams.push(found);
      else skipped.push(found);
    }
  }
  return { streams, skipped, damaged };
}

function streamOf(observed: Observation): RecordedStream | { readonly name: string; readonly reason: string } {
  const { interaction } = observed;
  const name = `${interaction.file}#${interaction.interaction}`;
  if (observed.kind === "skipped") return { name, reason: skipWords[observed.reason](observed.identity.api) };
  const { api } = observed.exchange.target;
  const { transcript } = observed.exchange;
  const reply = transcript.turns[0]?.reply;
  const reason = unviewable(interaction, api);
  if (reason !== null || reply === undefined) return { name, reason: reason ?? "it has no reply" };
  return recordedStream({
    ...{ name, api, reply, source: transcript.provenance.source, chunks: interaction.chunks.map(([, bytes]) => bytes) },
    response: { status: interaction.response?.status ?? 200, headers: interaction.response?.headers ?? [] },
    ...{ end: interaction.end, error: interaction.error, losses: interaction.losses },
    isPrivate: interaction.isPrivate === true,
  });
}

type Reason = Extract<Observation, { kind: "skipped" }>["reason"];

const skipWords: { readonly [Name in Reason]: (api: string) => string } = {
  "other-api": (api) => `it is of ${api}, which llm-parity does not read`,
  "no-chat": (api) => `it is no chat, but of ${api}`,
  "unknown-api": () => "it is of no API that is known here",
  "no-response": () => "it has no reply bytes",
  "no-status": () => "its status is lost, and its body is an error",
};

/** Why a recorded exchange cannot be given to a client; null: it can. */
export function unviewable(
  { response }: Pick<Interaction, "response">,
  api: Parameters<typeof readersOf>[0],
): string | null {
  if (readersOf(api).length === 0) return `no client of the list reads ${api}`;
  return response === null ? "it has no reply bytes: the connection failed before a reply" : null;
}
