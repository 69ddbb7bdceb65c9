import type { Control } from "../controls/judge-controls.js";
import { failingOf, fineOf, mayBe, mayBeCured, type Rule, type Seen } from "./rule.js";
import { controlsText, cureText, decidingFactor } from "./words.js";

/** Rule 7: one factor cures it, and another provider is fine with the failing value. */
export const factorAtProvider: Rule = {
  id: "factor-at-provider",
  says: "One factor of the request cures it, and another provider, pinned, is fine with the failing value on the wire: `provider-translation` where another API of this provider is fine too, else `provider-serving`.",
  source:
    "Mistral's nine-character ids where Converse minted longer ones; MoonshotAI/kimi-code#3429 (the official endpoint normalises), 2026-11-28",
  conclude: (seen) => {
    const [cure] = fineOf(seen, "factor");
    const fine = fineOf(seen, "provider");
    if (cure === undefined || fine.length === 0 || !allFine(seen)) return null;
    const within = insideFine(seen);
    // A provider that is fine may have rewritten the ids: unless it is shown that it does not, it says nothing of who minds them.
    const isOpen = seen.level === "suggests" && within.length === 0 && cure.difference.id === "id-form";
    return {
      party: isOpen ? "undetermined" : within.length > 0 ? "provider-translation" : "provider-serving",
      sentence: `${cureText(cure)} Another provider is fine with the failing value: ${controlsText(fine)}.${withinText(within)}`,
      uses: [cure, ...fine, ...within],
      decides: decidingFactor(cure),
      but: ["The other provider may rewrite the value before the model sees it."],
    };
  },
};

/** Rule 8: no factor; whole replies, or another API of the provider, are fine. */
export const otherApiFine: Rule = {
  id: "other-api-fine",
  says: "No factor cures it; without streaming, over another API of the same provider, or through another door to it, it is fine: `provider-translation`.",
  source:
    "vllm-project/vllm#29968 (streamed calls lost, whole ones fine; streaming parser fixed in #19425), 2026-11-28",
  conclude: (seen) => {
    if (mayBeCured(seen) || mayBe(seen, "fine", "client")) return null;
    const within = insideFine(seen);
    if (within.length === 0) return null;
    return {
      party: "provider-translation",
      sentence: `The same provider and model are fine another way: ${controlsText(within)}.`,
      uses: within,
    };
  },
};

/** Rule 9, within one provider: another of its regions is fine. */
export const otherRegionFine: Rule = {
  id: "other-region-fine",
  says: "No factor cures it, and the same provider and API are fine in another region: `provider-serving`, in this region.",
  source: "NousResearch/hermes-agent#115865 (content of one region refused in another), 2026-09-19",
  conclude: (seen) => {
    if (mayBeCured(seen) || mayBe(seen, "fine", "stream", "api", "door", "client")) return null;
    const fine = fineOf(seen, "region");
    if (fine.length === 0) return null;
    return {
      party: "provider-serving",
      sentence: `The same provider and API are fine in another region: ${controlsText(fine)}.`,
      uses: fine,
    };
  },
};

/** Rule 9: no factor; every API of the provider that was asked fails, another provider is fine. */
export const providerServes: Rule = {
  id: "other-provider-fine",
  says: "No factor cures it; every API of the provider that was asked fails, and another provider, pinned, is fine: `provider-serving`, or its copy of the model.",
  source: "vLLM 0.11 and Kimi's template; langchain-aws#151; K2-Vendor-Verifier, 2026-11-28",
  conclude: (seen) => {
    if (mayBeCured(seen)) return null;
    const fine = fineOf(seen, "provider");
    if (fine.length === 0 || !allFine(seen)) return null;
    const within = failingOf(seen, "stream", "api", "door");
    const alike = within.length === 0 ? "" : ` Other ways to the same provider fail too: ${controlsText(within)}.`;
    return {
      party: "provider-serving",
      sentence: `Another provider is fine: ${controlsText(fine)}.${alike}`,
      uses: [...fine, ...within],
      but: [
        "The provider's copy of the model (its weights, its quantisation, its template) cannot be separated from its serving here.",
      ],
    };
  },
};

/** True where no other provider fails or may fail, and no other way to this one, nor another client, may be fine without being shown so. */
function allFine(seen: Seen): boolean {
  if (failingOf(seen, "provider").length > 0 || mayBe(seen, "fails", "provider")) return false;
  if (mayBe(seen, "fine", "client")) return false;
  return insideFine(seen).length > 0 || !mayBe(seen, "fine", "stream", "api", "door");
}

function insideFine(seen: Seen): readonly Control[] {
  return fineOf(seen, "stream", "api", "door");
}

function withinText(within: readonly Control[]): string {
  return within.length === 0 ? "" : ` So is another way to the same provider: ${controlsText(within)}.`;
}
