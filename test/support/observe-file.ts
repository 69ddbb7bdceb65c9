import { textOf } from "../../src/chat/read-reply.js";
import { type FormatId, RecordingError } from "../../src/recordings/format.js";
import { observe } from "../../src/recordings/observe.js";
import { readRecording } from "../../src/recordings/read-recordings.js";
import { recordingFile } from "../../src/recordings/recording-file.js";
import { formatById, formatOf } from "../../src/recordings/registry.js";
import { judgeExchange } from "../../src/verdict/observed/judge-exchange.js";

/** What `judge` reports about one file. */
export type ObservedFile = {
  /** Null: the file is not in a known format. */
  readonly format: FormatId | null;
  /** One for each interaction. `text`: null for a reply that failed, and for an interaction that is not an exchange. */
  readonly exchanges: readonly {
    readonly text: string | null;
    readonly outcome: string;
    readonly failure: string | null;
  }[];
  readonly notes: readonly string[];
  /** The message of the first error; null: there was none. */
  readonly damage: string | null;
  /** The messages of all that cannot be read: interactions and what the file lost. */
  readonly damages: readonly string[];
};

/** Reads a file as `judge` does. `format`: the format to use; default: detected. Rejects only for a bug: any error but a {@link RecordingError} of the file. */
export async function observeFile(
  bytes: Uint8Array,
  { name = "a.rec", format }: { name?: string; format?: FormatId } = {},
): Promise<ObservedFile> {
  const file = recordingFile(name, bytes);
  const known = format === undefined ? formatOf(file) : formatById(format);
  const exchanges: ObservedFile["exchanges"][number][] = [];
  const notes: string[] = [];
  const damages: string[] = [];
  for (const interaction of known === null ? [] : readRecording(known, file)) {
    if (interaction instanceof RecordingError) {
      if (interaction.file !== name) throw interaction;
      damages.push(interaction.message);
      continue;
    }
    notes.push(...interaction.notes);
    const observed = await observe(interaction);
    if (observed.kind === "skipped") exchanges.push({ text: null, outcome: observed.reason, failure: null });
    else {
      const { transcript, requestUnknown, toolsOffered } = observed.exchange;
      const context = { file: name, interaction: interaction.interaction, requestUnknown, toolsOffered };
      const { outcome } = judgeExchange(transcript, context);
      const reply = transcript.turns[0]?.reply;
      const failure = reply?.failure?.kind ?? null;
      exchanges.push({ text: reply === undefined || failure !== null ? null : textOf(reply), outcome, failure });
    }
  }
  return { format: known?.id ?? null, exchanges, notes, damage: damages[0] ?? null, damages };
}

/** The outcome of each interaction, with its kind of failure; then what cannot be read. */
export function outcomesOf({ exchanges, damages }: ObservedFile): readonly string[] {
  const outcomes = exchanges.map(({ outcome, failure }) => (failure === null ? outcome : `${outcome}: ${failure}`));
  return [...outcomes, ...damages];
}
