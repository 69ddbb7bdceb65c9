import type { ControlKind, ControlReading, Party } from "./attribution.js";
import { factorNamed } from "./factors/registry.js";
import type { State } from "./hypotheses/hypothesis.js";

/** What people read for a party, in every report; results keep its id. */
export const partyWords: { readonly [party in Party]: string } = {
  model: "the model",
  "provider-translation": "the provider's translation",
  "provider-serving": "the provider's serving",
  adapter: "our adapter",
  client: "the client",
  account: "the account",
  harness: "our own set-up",
  "our-request": "our own request",
  undetermined: "undetermined",
};

/** What people read for what a control shows; results keep the id. */
export const readingWords: { readonly [reading in ControlReading["reading"]]: string } = {
  fine: "fine",
  fails: "fails too",
  "suggests-fine": "looks fine",
  "suggests-fails": "looks as bad",
  "too-few": "too few trials",
};

/** What people read for what a run says of a hypothesis. */
export const stateWords: { readonly [state in State]: string } = {
  supported: "supported",
  contradicted: "contradicted",
  hinted: "hinted at, confounded",
  untouched: "not tested",
};

/** What differs between a failing cell and a control, in words: `the API`, `the form of the tool-call ids in the history`. */
export function differsText({ kind, differs }: Pick<ControlReading, "kind" | "differs">): string {
  if (kind !== "factor") return kindWords[kind];
  return factorNamed(differs)?.name ?? placeWords[differs] ?? differs;
}

const kindWords: { readonly [kind in Exclude<ControlKind, "factor">]: string } = {
  stream: "streamed or whole",
  api: "the API",
  door: "who passes the request on",
  region: "the region",
  client: "the client",
  provider: "the provider",
  "model-here": "the model",
  "model-elsewhere": "the model and the place",
  "other-question": "the question, and the form of the tool-call ids in the history",
};

/** Parts of one and the same place. */
const placeWords: { readonly [id: string]: string } = {
  "model-id": "the provider's model id",
  endpoint: "the address",
};

/** The rule that names a party, in words: `by the rule other-provider-fine`, `no rule applies`. */
export function ruleText(rule: string): string {
  return rule === noRule ? "no rule applies" : `by the rule ${rule}`;
}

/** Stored where no rule fits. */
export const noRule = "no-rule-fits";
