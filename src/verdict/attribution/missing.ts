import { isStreaming } from "../../chat/api.js";
import type { MissingControl } from "./attribution.js";
import type { Control } from "./controls/judge-controls.js";
import { callsToTell } from "./controls/separates.js";
import { factors } from "./factors/registry.js";
import type { Failing } from "./failing.js";
import { isPinned } from "./places.js";
import type { Conclusion } from "./rules/rule.js";

/** The price where no reasonable number of trials would tell: a round of the sequential rule. */
const dear = 400;

/**
 * The controls that the evidence lacks, the most telling first. For an undetermined cell all of them; for a named party those that
 * could still overturn it.
 */
export function missingControls(
  failing: Failing,
  controls: readonly Control[],
  conclusion: Conclusion | null,
): readonly MissingControl[] {
  const party = conclusion?.party ?? "undetermined";
  if (["adapter", "client", "account", "our-request", "harness"].includes(party)) return [];
  const needs = conclusion?.needs;
  const asked = needs === undefined ? [] : [{ ...needs, calls: priceOf(failing) }];
  if (party === "model") return [...asked, ...raw(failing)];
  const overturns = party === "undetermined" ? [...unclear(controls), ...factorFlips(failing, controls)] : [];
  return unique([...asked, ...overturns, ...placesOf(failing, controls, party === "undetermined")]);
}

/** A control that is there, and whose trials are too few or weakened. */
function unclear(controls: readonly Control[]): readonly MissingControl[] {
  return controls.flatMap(({ sample, state, caveats, further }) => {
    const isWeak = caveats.some((caveat) => /pinned|--nonce|recorded|in turns/.test(caveat));
    if (state !== "unclear" && !isWeak) return [];
    const calls = further === null ? 0 : further.failing + further.control;
    const how =
      caveats.length === 0
        ? "with more trials"
        : "in one run with the failing cell, with --nonce and every upstream pinned";
    const again = caveats.length === 0 ? calls : Math.max(calls, 10);
    return again === 0 ? [] : [{ control: `${sample.name} again, ${how}`, tells: "whether it is fine", calls: again }];
  });
}

function factorFlips({ ask, sample }: Failing, controls: readonly Control[]): readonly MissingControl[] {
  if (ask === null) return [];
  return factors.flatMap(({ id, name, flip }) => {
    const way = flip(ask.factors[id] ?? null);
    if (way === null || controls.some(({ kind, difference }) => kind === "factor" && difference.id === id)) return [];
    return [{ control: `${way}, at the same place`, tells: `whether ${name} decides`, calls: price(sample) }];
  });
}

function placesOf(failing: Failing, controls: readonly Control[], isOpen: boolean): readonly MissingControl[] {
  const { sample } = failing;
  const calls = price(sample);
  const lacks = (...kinds: readonly Control["kind"][]) => !controls.some(({ kind }) => kinds.includes(kind));
  const streamed = isStreaming(sample.place.api);
  return [
    ...(isOpen && !isPinned(sample.place)
      ? [{ control: "the failing request itself, pinned to one upstream", tells: "which upstream fails", calls }]
      : []),
    ...(isOpen && lacks("provider")
      ? [{ control: "the same request at another provider, pinned", tells: "the provider from the model", calls }]
      : []),
    ...(lacks("stream")
      ? [
          {
            control: `the same request ${streamed ? "without streaming" : "streamed"}`,
            tells: "the streaming parser from the rest",
            calls,
          },
        ]
      : []),
    ...(lacks("api", "door")
      ? [
          {
            control: "the same request over another API of the provider (InvokeModel shows the raw text)",
            tells: "the provider's translation from its serving",
            calls,
          },
        ]
      : []),
    ...(isOpen && lacks("model-here")
      ? [
          {
            control: "the same request to another model at the same place",
            tells: "the harness and the account from the rest",
            calls,
          },
        ]
      : []),
    ...(!isOpen && lacks("region") && sample.place.region !== null
      ? [{ control: "the same request in another region", tells: "a regional deployment from the provider", calls }]
      : []),
  ];
}

function raw({ sample }: Failing): readonly MissingControl[] {
  return [
    {
      control: "the raw text of the model (InvokeModel, or the weights served by yourself)",
      tells: "the model from a parser that both providers share",
      calls: price(sample),
    },
  ];
}

function priceOf({ sample }: Failing): number {
  return price(sample);
}

/** The calls of a control that does not exist yet, with the further trials of the failing cell itself. */
function price({ bad, eligible }: Failing["sample"]): number {
  const further = callsToTell({ bad: Math.max(bad, eligible === 0 ? 0 : 1), eligible });
  return further === null ? dear : further.failing + further.control;
}

function unique(missing: readonly MissingControl[]): readonly MissingControl[] {
  return missing.filter(({ control }, at) => missing.findIndex((one) => one.control === control) === at);
}
