/** Who has to change something for a failing cell to pass. A stored name; the list is closed. */
export const parties = [
  "model",
  "provider-translation",
  "provider-serving",
  "adapter",
  "client",
  "account",
  "harness",
  "our-request",
  "undetermined",
] as const;
export type Party = (typeof parties)[number];

/** What is between a failing cell and one of its controls: the only thing that differs. */
export const controlKinds = [
  "factor", // the request, in one factor
  "stream", // streamed or whole
  "api", // another API of the same provider
  "door", // the same provider, asked through a gateway, or without one
  "region",
  "client", // the official SDK or our own client
  "provider", // another provider of the same model
  "model-here", // another model at the same provider and API
  "model-elsewhere", // another model at another provider
  "other-question", // another question on the same endpoint, with ids of another form: a hint, which no rule counts
] as const;
export type ControlKind = (typeof controlKinds)[number];

/** Something that a control rules out, and the sentence with its numbers. */
export type Exoneration = { readonly what: string; readonly because: string };

/**
 * A control that the evidence lacks. `tells`: what it does, as in `separates the provider from the model`. `calls`: about how many calls it takes at the observed failure rate. `scenarios`: those that a run
 * asks beside the failing one to have it, at the places of this evidence; absent: no such run gives it. `pins`: the same questions give it, where the
 * gateway is pinned to one upstream.
 */
export type MissingControl = {
  readonly control: string;
  readonly tells: string;
  readonly calls: number;
  readonly scenarios?: readonly string[];
  readonly pins?: true;
};

/**
 * A control as the verdict used it. `reading`: what its trials show; `suggests-…`: what they would show without its
 * caveats. `too-few`: neither.
 */
export type ControlReading = {
  readonly kind: ControlKind;
  /** The factor or the part of the place that differs, as in `id-form`, `provider`. */
  readonly differs: string;
  readonly of: string;
  readonly bad: number;
  readonly eligible: number;
  readonly reading: "fine" | "fails" | "suggests-fine" | "suggests-fails" | "too-few";
  readonly caveats: readonly string[];
};

/** The one factor of the request that decides, and its two values; null value: the request has none. */
export type DecidingFactor = {
  readonly id: string;
  readonly failing: string | null;
  readonly cures: string | null;
};

/**
 * Whose fault a failing cell is, as far as the evidence goes. `standing`: `established` by the bytes, by controls that suffice, or
 * for a provider by a place proof; `suspected`: a provider without a place proof; null: undetermined, and then `leans` has the
 * party that the same rules name if every caveat is waived (null: none). `mark`: no vendor sent these bytes.
 */
export type Attribution = {
  readonly party: Party;
  readonly standing: "established" | "suspected" | null;
  readonly leans: Party | null;
  readonly rule: string;
  readonly mark: "SIMULATED" | "DEMO" | null;
  readonly decides: DecidingFactor | null;
  /** What was found, in one sentence. */
  readonly sentence: string;
  readonly for: readonly string[];
  readonly against: readonly string[];
  readonly exonerated: readonly Exoneration[];
  readonly missing: readonly MissingControl[];
  readonly controls: readonly ControlReading[];
};

/**
 * The proof that a failure belongs to a place: the same body asked at both places in turns. A matrix has none; an experiment does.
 * `eValue`: the evidence against "both fail at the same rate".
 */
export type PlaceProof = {
  readonly sameBody: boolean;
  readonly interleaved: boolean;
  readonly failing: { readonly bad: number; readonly eligible: number };
  readonly control: { readonly bad: number; readonly eligible: number };
  readonly eValue: number;
};

/** The e-value that a place proof needs. */
export const provenAt = 50;
