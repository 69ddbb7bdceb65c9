import { textOf } from "../../src/chat/read-reply.js";
import { type FormatId, RecordingError } from "../../src/recordings/format.js";
import { observe } from "../../src/recordings/observe.js";
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
  /** The message of the error that ended the reading; null: there was none. */
  readonly damage: string | null;
};

/** Reads a file as `judge` does. `format`: the format to use; default: detected. Rejects only for a bug: any error but a {@link RecordingError} of the file. */
export async function observeFile(
  bytes: Uint8Array,
  { name = "a.rec", format }: { name?: string; format?: FormatId } = {},
) {
  const file = recordingFile(name, bytes);
  const known = format === undefined ? formatOf(file) : formatById(format);
  const exchanges: ObservedFile["exchanges"][number][] = [];
  const notes: string[] = [];
  const finish = (damage: string | null): ObservedFile => ({ format: known?.id ?? null, exchanges, notes, damage });
  if (known === null) return finish(null);
  try {
    for (const interaction of known.read(file)) {
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
    return finish(null);
  } catch (error) {
    if (error instanceof RecordingError && error.file === name) return finish(error.message);
    throw error;
  }
}

/** The outcome of each interaction, with its kind of failure; then the damage, if any. */
export function outcomesOf({ exchanges, damage }: ObservedFile): readonly string[] {
  const outcomes = exchanges.map(({ outcome, failure }) => (failure === null ? outcome : `${outcome}: ${failure}`));
  return damage === null ? outcomes : [...outcomes, damage];
}
