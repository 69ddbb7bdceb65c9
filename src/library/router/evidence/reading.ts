import type { Measured } from "../../../router/choose/measured.js";
import type { ScenarioFeatures } from "./scenario-features.js";

/** Evidence as it was read once. */
export type Reading = {
  readonly measured: Measured;
  /** What of it cannot affect routing, and why; each a sentence. */
  readonly warnings: readonly string[];
  /** Cells that spoke against a model once, and how they came to speak no more; by cell. */
  readonly returned: ReadonlyMap<string, string>;
};

/** A place that evidence is read from. */
export type EvidenceSource = {
  /** For messages. */
  readonly place: string;
  /** Another text once the files there have changed; empty: nothing is there. */
  readonly stamp: () => string;
  /** Null: nothing is there. Throws HintedError with what is wrong. */
  readonly read: () => Reading | null;
};

/** What reading evidence needs. `unmeasured`: sentences about models that no evidence can exclude; they matter where that of others counts. */
export type EvidenceSettings = {
  readonly maxAgeDays: number;
  readonly features: ScenarioFeatures;
  readonly unmeasured: readonly string[];
};
