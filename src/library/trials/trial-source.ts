import type { Target } from "../../chat/target.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import type { TiedViews } from "../../verdict/client-views/recorded-replies.js";
import type { HarEntry } from "../../wire/har/har.js";

/** Where the bytes of trials are, and how a reader sees them again. */
export type TrialSource = {
  readonly targets: readonly Target[];
  /** The exchanges of a cell in the order of its trials; null: none are kept. */
  readonly entriesOf: (cell: CellIdentity) => readonly HarEntry[] | null;
  /** The words that follow `llm-parity show CELL`: `--run` and its folder, or the files that are not the default ones; empty: none. */
  readonly showWords: string;
  /** What real clients showed of its replies; null: none was asked. */
  readonly tiedViews: TiedViews | null;
  /** Quote what customers wrote. */
  readonly includeContent: boolean;
};
