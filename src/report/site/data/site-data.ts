import type { EditionName } from "../../../scenario/edition/edition-name.js";
import type { CellChange } from "../../../verdict/nights/cell-change.js";
import type { CellRow } from "../../../verdict/nights/cell-rows.js";
import type { CellState } from "../../../verdict/regression/gate-result.js";
import type { SiteConfig } from "../config/site-file.js";
import type { PublicFinding, PublicLine } from "./public-line.js";

/** Everything that a site shows. Made by {@link siteData}; the same nights and file give the same data. */
export type SiteData = {
  readonly config: SiteConfig;
  readonly isSimulated: boolean;
  /** The newest night with a trial that is evidence, `YYYY-MM-DD`; null: nothing was measured. */
  readonly lastMeasured: string | null;
  /** Oldest first. */
  readonly nights: readonly string[];
  /** Newest first. */
  readonly runs: readonly SiteRun[];
  /** In reading order: models, then scenarios, then columns. */
  readonly cells: readonly SiteCell[];
  /** What the gate reported, newest first. */
  readonly events: readonly SiteEvent[];
  readonly statements: readonly SiteStatement[];
};

/** A run. `lines`: its cells, those that a later run of the night replaced too. */
export type SiteRun = {
  readonly id: string;
  readonly path: string;
  readonly night: string;
  readonly startedAt: string;
  readonly suite: string | null;
  /** SHA-256 over the ids and hashes of its scenarios; null: the run keeps none. */
  readonly scenarios: string | null;
  readonly versions: { readonly [name: string]: string };
  /** The edition of the conformance suite that it asked; null: not recorded. */
  readonly edition: EditionName | null;
  readonly lines: readonly PublicLine[];
  /** Whether a gate compared its night. */
  readonly isGated: boolean;
  /** Its cells that the gate reports as regressed. */
  readonly regressed: readonly string[];
};

export type SiteCell = {
  readonly path: string;
  /** Its newest line. */
  readonly line: PublicLine;
  readonly night: string;
  /** The edition that the run of that line asked; null: not recorded. */
  readonly edition: EditionName | null;
  /** The newest night in which a trial of it was evidence; null: none was. */
  readonly lastMeasured: string | null;
  /** Its nights, oldest first. */
  readonly trend: readonly SitePoint[];
  /** When its rate changed; null: no change beyond chance. */
  readonly change: CellChange | null;
};

/** A cell in one night. `eligible` 0: nothing was measured. */
export type SitePoint = {
  readonly night: string;
  readonly state: CellRow["state"];
  readonly run: string | null;
  readonly eligible: number;
  readonly bad: number;
  readonly excluded: number;
  /** One-sided 95 % bounds of the failure rate; null: nothing was measured. */
  readonly interval: readonly [number, number] | null;
  readonly findings: readonly Pick<PublicFinding, "id" | "n">[];
  /** What the gate says of the cell; null: no gate compared the night. */
  readonly gate: CellState | null;
  /** What changed since the night before, by its kind alone: `request body`, `model`. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
};

/** A cell that the gate reported, or a column with an incident, in one compared night after the other. `path`: the page about it, below the site. */
export type SiteEvent = {
  /** The first and the last night that reported it, and how many did. */
  readonly night: string;
  readonly last: string;
  readonly nights: number;
  readonly kind: "regressed" | "fixed" | "incident";
  readonly name: string;
  readonly path: string;
  readonly text: string;
};

/** A statement beside the site. `path`: its file, below the site. */
export type SiteStatement = {
  readonly path: string;
  readonly title: string;
  /** `2026-11-01 to 2026-11-29`. */
  readonly window: string;
  /** The first day on which it says nothing any more. */
  readonly expires: string;
  /** The file of its signature, below the site; null: it is not signed. */
  readonly signature: string | null;
};
