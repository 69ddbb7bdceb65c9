import { isStreaming } from "../../chat/api.js";
import type { MissingControl } from "./attribution.js";
import type { Control } from "./controls/judge-controls.js";
import { callsToTell } from "./controls/separates.js";
import type { Flip } from "./factors/factor.js";
import { factors } from "./factors/registry.js";
import type { Failing } from "./failing.js";
import { isShown } from "./meanings.js";
import { isGateway, isPinned, type Place, serverOf } from "./places.js";
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
  const asked = needs === undefined ? [] : [{ ...needs, calls: needs.calls ?? price(failing.sample) }];
  if (needs !== undefined && conclusion?.uses.length === 0) return asked;
  if (party === "model") return [...asked, ...raw(failing)];
  const isOpen = party === "undetermined";
  // Another model says least: it never names a provider.
  const again = isOpen ? repeats(failing, controls) : [];
  const ofModels = again.filter(({ kind }) => kind === "model-here");
  const others = [
    ...(isOpen ? factorFlips(failing, controls) : []),
    ...again.filter(({ kind }) => kind !== "model-here").map(({ missing }) => missing),
    ...placesOf(failing, controls, isOpen),
    ...ofModels.map(({ missing }) => missing),
  ];
  return unique([...asked, ...(failing.sample.nonced ? others : others.map(withReference))]);
}

/** Without a reference, a control only suggests: the advice that a reader follows first says so. */
function withReference(missing: MissingControl): MissingControl {
  const { control } = missing;
  return control.includes("--nonce") ? missing : { ...missing, control: `${control}, with --nonce` };
}

/**
 * For each kind that has controls, and none that counts in full: the strongest, again. Those of other models elsewhere would not name
 * a party.
 */
function repeats(
  failing: Failing,
  controls: readonly Control[],
): readonly { readonly kind: Control["kind"]; readonly missing: MissingControl }[] {
  const kinds = ["factor", "provider", "stream", "api", "door", "region", "client", "model-here"] as const;
  return kinds.flatMap((kind) => {
    const [control] = controls.filter((one) => one.kind === kind);
    if (control === undefined || isShown(control)) return [];
    const { sample, caveats, further } = control;
    const isWeak = caveats.length > 0;
    if (caveats.some((caveat) => caveat.includes("rewrites"))) return [{ kind, missing: unnormalised(failing) }];
    const pin = isGateway(sample.place) && !isPinned(sample.place) ? ", its upstream pinned" : "";
    const how = isWeak ? `in one run with the failing cell, with --nonce${pin}` : "with more trials";
    const more = further === null ? dear : further.failing + further.control;
    const calls = isWeak ? price(failing.sample, true) : more;
    const asked = scenarioId(sample.scenario);
    const scenarios = isWeak && pin === "" && kind !== "client" && asked !== null ? { scenarios: [asked] } : {};
    const pins = isWeak && pin !== "" ? { pins: true as const } : {};
    const again = { control: `${sample.name} again, ${how}`, tells: tellsOf[kind], calls };
    return [{ kind, missing: { ...again, ...scenarios, ...pins } }];
  });
}

/** `basic-chat` of `basic-chat v2`. */
function scenarioId(scenario: string | null): string | null {
  return scenario?.replace(/ v\d+$/, "") ?? null;
}

function unnormalised({ sample }: Failing): MissingControl {
  const control = "the same request at another provider, pinned, that passes tool-call ids on as they are";
  return { control, tells: tellsOf.provider, calls: price(sample) };
}

const tellsOf: { readonly [kind in Control["kind"]]: string } = {
  factor: "shows whether this factor decides",
  stream: "separates the streaming parser from everything else",
  api: "separates the provider's translation from its serving",
  door: "separates the provider from the way to it",
  region: "separates one regional deployment from the provider as a whole",
  client: "separates the client from the service",
  provider: "separates the provider from the model",
  "model-here": "separates our harness and the account from everything else",
  "model-elsewhere": "separates our harness from everything else",
  "other-question": "shows whether the question matters",
};

function factorFlips({ ask, sample, nativeCallId }: Failing, controls: readonly Control[]): readonly MissingControl[] {
  if (ask === null || controls.some((one) => one.kind === "factor" && one.looks === "fine")) return [];
  return factors.flatMap(({ id, name, flip }) => {
    const flipped = flip(ask.factors[id] ?? null, { nativeCallId });
    if (flipped === null || controls.some(({ kind, difference }) => kind === "factor" && difference.id === id))
      return [];
    const { way, scenario }: Flip = typeof flipped === "string" ? { way: flipped } : flipped;
    // The scenarios that flip a factor ask one question: they are no control of another.
    const isTheirs = scenario !== undefined && sample.scenario?.startsWith("response-after-") === true;
    return [
      {
        control: `${way}, on the same endpoint`,
        ...{ tells: `shows whether ${name} decides`, calls: price(sample) },
        ...(isTheirs ? { scenarios: [scenario] } : {}),
      },
    ];
  });
}

function placesOf(failing: Failing, controls: readonly Control[], isOpen: boolean): readonly MissingControl[] {
  const { sample } = failing;
  const calls = price(sample);
  const lacks = (...kinds: readonly Control["kind"][]) => !controls.some(({ kind }) => kinds.includes(kind));
  const streamed = isStreaming(sample.place.api);
  return [
    ...(isOpen && !isPinned(sample.place)
      ? [
          {
            control: "the failing request itself, pinned to one upstream",
            ...{ tells: "shows which upstream fails", calls, pins: true as const },
          },
        ]
      : []),
    ...(isOpen && lacks("provider")
      ? [
          {
            control: "the same request at another provider, pinned",
            tells: "separates the provider from the model",
            calls,
          },
        ]
      : []),
    ...(lacks("stream")
      ? [
          {
            control: `the same request ${streamed ? "without streaming" : "streamed"}`,
            tells: "separates the streaming parser from everything else",
            calls,
          },
        ]
      : []),
    ...(lacks("api", "door")
      ? [
          {
            control: `the same request over another API of the provider${isBedrock(sample.place) ? " (InvokeModel shows the raw text)" : ""}`,
            tells: "separates the provider's translation from its serving",
            calls,
          },
        ]
      : []),
    ...(isOpen && lacks("model-here")
      ? [
          {
            control: "the same request to another model on the same endpoint",
            tells: "separates our harness and the account from everything else",
            calls,
          },
        ]
      : []),
    ...(!isOpen && lacks("region") && sample.place.region !== null
      ? [
          {
            control: "the same request in another region",
            tells: "separates one regional deployment from the provider as a whole",
            calls,
          },
        ]
      : []),
  ];
}

/** True where another API of the provider can be InvokeModel. */
function isBedrock(place: Place): boolean {
  return serverOf(place) === "bedrock" && !isGateway(place);
}

function raw({ sample }: Failing): readonly MissingControl[] {
  return [
    {
      control: `the raw text of the model (${isBedrock(sample.place) ? "InvokeModel, or " : ""}the weights served by yourself)`,
      tells: "separates the model from a parser that both providers share",
      calls: price(sample),
    },
  ];
}

/**
 * The calls of a control that does not exist yet, with the further trials of the failing cell. Trials of a kept recording, and those
 * without a reference, cannot be added to: `isFresh`, or such a cell, counts from nothing.
 */
function price({ bad, eligible, nonced, run }: Failing["sample"], isFresh = false): number {
  const counts = isFresh || !nonced || run === null ? { bad: 0, eligible: 0 } : { bad, eligible };
  const rate = eligible === 0 ? 1 : bad / eligible;
  const further = callsToTell({ ...counts, rate });
  return further === null ? dear : further.failing + further.control;
}

function unique(missing: readonly MissingControl[]): readonly MissingControl[] {
  return missing.filter(({ control }, at) => missing.findIndex((one) => one.control === control) === at);
}
