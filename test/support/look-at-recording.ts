import { textOf } from "../../src/chat/read-reply.js";
import { type FormatId, RecordingError } from "../../src/recordings/format.js";
import { observe } from "../../src/recordings/observe.js";
import { recordingFile } from "../../src/recordings/recording-file.js";
import { formatById, formatOf } from "../../src/recordings/registry.js";
import { judgeExchange } from "../../src/verdict/observed/judge-exchange.js";

/** What became of one file: everything that a person would be told of it. */
export type Look = {
  /** null: no recording that is known. */
  readonly format: FormatId | null;
  /** One an interaction; `text` of a reply that is whole, null of one that failed, and of what is no exchange. */
  readonly exchanges: readonly {
    readonly text: string | null;
    readonly outcome: string;
    readonly failure: string | null;
  }[];
  readonly notes: readonly string[];
  /** The message of the error that ended the reading; null: none did. */
  readonly damage: string | null;
};

/** Reads a file as `judge` does. Rejects only for what is no {@link RecordingError}: a bug. `format`: forced. */
export async function lookAt(bytes: Uint8Array, { name = "a.rec", format }: { name?: string; format?: FormatId } = {}) {
  const file = recordingFile(name, bytes);
  const known = format === undefined ? formatOf(file) : formatById(format);
  const exchanges: Look["exchanges"][number][] = [];
  const notes: string[] = [];
  const look = (damage: string | null): Look => ({ format: known?.id ?? null, exchanges, notes, damage });
  if (known === null) return look(null);
  try {
    for (const interaction of known.read(file)) {
      notes.push(...interaction.notes);
      const observed = await observe(interaction);
      if (observed.kind === "skipped") exchanges.push({ text: null, outcome: observed.reason, failure: null });
      else {
        const { transcript, requestUnknown, toolsOffered } = observed.exchange;
        const found = { file: name, interaction: interaction.interaction, requestUnknown, toolsOffered };
        const { outcome } = judgeExchange(transcript, found);
        const reply = transcript.turns[0]?.reply;
        const failure = reply?.failure?.kind ?? null;
        exchanges.push({ text: reply === undefined || failure !== null ? null : textOf(reply), outcome, failure });
      }
    }
    return look(null);
  } catch (error) {
    if (error instanceof RecordingError && error.file === name) return look(error.message);
    throw error;
  }
}

/** What was told of an interaction, short. */
export function wordsOf({ exchanges, damage }: Look): readonly string[] {
  const words = exchanges.map(({ outcome, failure }) => (failure === null ? outcome : `${outcome}: ${failure}`));
  return damage === null ? words : [...words, damage];
}
