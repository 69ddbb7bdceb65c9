import type { ControlKind, Party } from "./attribution.js";
import type { Control } from "./controls/judge-controls.js";
import { placeText } from "./places.js";
import { okText } from "./rules/words.js";

/** What a control of one kind and outcome means. `clears`: the parties that it speaks against; `accuses`: those that it speaks for. */
type Meaning = {
  readonly clears: readonly Party[];
  readonly accuses: readonly Party[];
  /** What it rules out, in words; null: nothing. */
  readonly exonerates: ((control: Control) => string) | null;
};

type Meanings = { readonly [kind in ControlKind]: { readonly fine: Meaning; readonly fails: Meaning } };

const provider: readonly Party[] = ["provider-serving", "provider-translation"];

const meanings: Meanings = {
  factor: {
    fine: {
      clears: ["account", "harness"],
      accuses: [],
      exonerates: ({ sample }) => `everything at ${placeText(sample.place)} but this factor`,
    },
    fails: { clears: [], accuses: [], exonerates: ({ difference }) => `the factor ${difference.id} alone` },
  },
  stream: {
    fine: {
      clears: ["model", "account", "provider-serving"],
      accuses: ["provider-translation"],
      exonerates: () => "the model, and how the provider runs it",
    },
    fails: { clears: [], accuses: ["provider-serving", "model"], exonerates: () => "streaming alone" },
  },
  api: {
    fine: {
      clears: ["model", "account", "provider-serving"],
      accuses: ["provider-translation"],
      exonerates: () => "the model, and how the provider runs it",
    },
    fails: { clears: [], accuses: ["provider-serving", "model"], exonerates: () => "the failing API alone" },
  },
  door: {
    fine: {
      clears: ["model", "provider-serving"],
      accuses: ["provider-translation"],
      exonerates: () => "the model, and how this provider runs it",
    },
    fails: {
      clears: [],
      accuses: ["provider-serving", "model"],
      exonerates: () => "the door alone: it is the same provider",
    },
  },
  region: {
    fine: {
      clears: ["model", "our-request"],
      accuses: ["provider-serving"],
      exonerates: () => "the model and the request",
    },
    fails: { clears: [], accuses: [], exonerates: () => "the region alone" },
  },
  client: {
    fine: {
      clears: ["model", ...provider],
      accuses: ["client", "adapter"],
      exonerates: () => "the model and the provider",
    },
    fails: { clears: ["client", "adapter"], accuses: [], exonerates: () => "one client alone: both show it" },
  },
  provider: {
    fine: {
      clears: ["harness", "model", "our-request"],
      accuses: provider,
      exonerates: () => "the harness, and the model as the other provider runs it",
    },
    fails: {
      clears: provider,
      accuses: ["model", "harness", "our-request"],
      exonerates: () => "the failing provider alone",
    },
  },
  "model-here": {
    fine: {
      clears: ["harness", "account"],
      accuses: ["model", ...provider],
      exonerates: () => "the harness and the account; neither the model nor the provider",
    },
    fails: { clears: ["model"], accuses: ["harness", ...provider], exonerates: () => "this model alone" },
  },
  "model-elsewhere": {
    fine: { clears: ["harness"], accuses: [], exonerates: () => "the harness; neither the model nor the provider" },
    fails: {
      clears: ["model"],
      accuses: ["harness", "our-request"],
      exonerates: () => "this model and this provider alone",
    },
  },
  // Confounded by the question: it exonerates nothing.
  "other-question": {
    fine: { clears: ["provider-serving", "harness", "account"], accuses: [], exonerates: null },
    fails: { clears: [], accuses: [], exonerates: null },
  },
};

/** The meaning of a control; null: its rates are between fine and failing. */
export function meaningOf({ kind, state, looks }: Control): Meaning | null {
  const outcome = state === "unclear" ? looks : state;
  return outcome === "between" ? null : meanings[kind][outcome];
}

/** True where the counts suffice and nothing weakens the control. */
export function isShown({ state, caveats }: Control): boolean {
  return state !== "unclear" && caveats.length === 0;
}

/** A control in one sentence, with its numbers and what weakens it. */
export function controlSentence(control: Control): string {
  const { kind, sample, state, looks, difference, caveats, further } = control;
  const verb = isShown(control) ? shownWords[state] : looksWords[looks];
  const values = `${difference.failing ?? "not sent"} → ${difference.control ?? "not sent"}`;
  const what = kind === "factor" || kind === "other-question" ? `${difference.id}: ${values}` : values;
  const few = state === "unclear" ? [fewText(further)] : [];
  const weak = [...few, ...caveats];
  const only = weak.length === 0 ? "" : `; ${state === "unclear" ? "" : "only suggests: "}${weak.join(", ")}`;
  return `${kindWords[kind]} (${what}) ${verb}: ${sample.name}, ${okText(sample)}${only}.`;
}

const shownWords = { fine: "is fine", fails: "fails too", unclear: "is unclear" } as const;
const looksWords = { fine: "looks fine", fails: "looks as bad", between: "is in between" } as const;

function fewText(further: Control["further"]): string {
  return further === null
    ? "too few trials"
    : `too few trials: about ${further.failing + further.control} more calls would decide`;
}

const kindWords: { readonly [kind in ControlKind]: string } = {
  factor: "The same place with one factor changed",
  stream: "The same API with streaming changed",
  api: "Another API of the same provider",
  door: "The same provider through another door",
  region: "Another region",
  client: "The other client",
  provider: "Another provider",
  "model-here": "Another model on the same endpoint",
  "model-elsewhere": "Another model elsewhere",
  "other-question": "Another question on the same endpoint",
};
