import type { Attribution, ControlReading } from "../../../verdict/attribution/attribution.js";
import type { CellRemark } from "../../cell/remarks.js";
import type { SheetAgain } from "../../sheet/sheet.js";
import type { PageMeasure } from "./page-data.js";

/** What the page of one cell adds to its line in the tables: sentences that are ready to be shown. Plain JSON. */
export type CellDetail = {
  /** The interval of the failure rate, and whether all replies are the same. */
  readonly rate: string | null;
  /** What was observed, and what is claimed or why nothing is. */
  readonly says: readonly string[];
  /** What the gate says of tonight; `[]`: it was not asked. */
  readonly tonight: readonly string[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly bugs: readonly string[];
  /** What a reader must know beside it. */
  readonly remarks: readonly CellRemark[];
  readonly findings: readonly DetailFinding[];
  readonly attribution: DetailAttribution | null;
  readonly trials: readonly DetailTrial[];
  /** Trials that are not listed. */
  readonly furtherTrials: number;
  /** Trials whose bytes the page does not have, and the command that prints them. */
  readonly leftOut: readonly { readonly says: string; readonly command: string | null }[];
  readonly pairs: readonly DetailPair[];
  /** What each client showed of a reply of the cell. */
  readonly clients: readonly (readonly [client: string, reply: string, showed: string])[];
  readonly measures: readonly PageMeasure[];
  readonly again: readonly SheetAgain[];
};

export type DetailFinding = {
  readonly name: string;
  readonly severity: "bad" | "note";
  readonly trials: number;
  /** The first trial and step that have it. */
  readonly where: string;
  readonly seen: string;
  /** `must, by …`; null: this version has no such check. */
  readonly rule: { readonly severity: string; readonly source: string; readonly date: string } | null;
  readonly checks: readonly string[];
};

/** `party`, `rule`: in words. `controls`: the first of them; `furtherControls` are not listed. */
export type DetailAttribution = Pick<Attribution, "sentence" | "for" | "against" | "exonerated" | "missing"> & {
  readonly party: string;
  readonly standing: string;
  readonly rule: string;
  readonly controls: readonly DetailControl[];
  readonly furtherControls: number;
};

/** `differs`: in what, and `shows`: what its trials show, in words. */
export type DetailControl = Pick<ControlReading, "of" | "bad" | "eligible" | "caveats"> & {
  readonly differs: string;
  readonly shows: string;
};

export type DetailTrial = {
  readonly trial: number;
  readonly outcome: "ok" | "bad" | "excluded";
  readonly says: string;
  readonly upstream: string | null;
  readonly requestId: string | null;
  readonly firstByteMs: number | null;
  readonly totalMs: number | null;
  readonly outputTokens: number | null;
  /** True: it has a page of its own. */
  readonly hasPage: boolean;
};

/** The cell beside another column. `otherId`: the cell there. */
export type DetailPair = {
  readonly otherId: string;
  readonly other: string;
  readonly differs: boolean;
  readonly says: string;
  readonly fields: readonly (readonly [
    step: string,
    field: string,
    state: string,
    here: string,
    there: string,
    why: string,
  ])[];
  readonly replies: readonly { readonly step: string; readonly here: string | null; readonly there: string | null }[];
};
