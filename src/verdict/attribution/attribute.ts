import { type Attribution, type Party, type PlaceProof, provenAt } from "./attribution.js";
import { idHints } from "./controls/find-hints.js";
import { type Control, judgeControls, readingOf } from "./controls/judge-controls.js";
import type { Failing } from "./failing.js";
import { controlSentence, isShown, meaningOf } from "./meanings.js";
import { missingControls } from "./missing.js";
import { rules } from "./rules/registry.js";
import type { Conclusion, Seen } from "./rules/rule.js";
import { controlsText, cureText, decidingFactor, okText } from "./rules/words.js";
import type { Sample } from "./samples.js";
import { noRule } from "./shown-words.js";

/**
 * Whose fault a failing cell is, by the first rule that fits its controls. `samples`: the trials of the same evidence; those that
 * are no control are ignored. `proof`: a place proof of an experiment; default: none, so that a provider is at most suspected.
 *
 * @example
 * const { party, standing, sentence, missing } = attribute(failing, samples);
 */
export function attribute(failing: Failing, samples: readonly Sample[], proof: PlaceProof | null = null): Attribution {
  const all = judgeControls(failing, samples);
  const found = firstThatFits({ failing, controls: all, level: "shows" });
  const conclusion = found?.conclusion ?? null;
  // Where the bytes decide, no other cell has a say.
  const controls = isByBytes(conclusion) ? [] : all;
  const hints = isByBytes(conclusion) ? [] : idHints(failing, samples);
  const party = conclusion?.party ?? "undetermined";
  const suggests = party === "undetermined" ? firstThatFits({ failing, controls, level: "suggests" }) : null;
  const open = suggests === null ? null : confounded(suggests.conclusion, hints);
  const lean = open === null ? suggests : null;
  const leans = lean === null || lean.conclusion.party === "undetermined" ? null : lean.conclusion.party;
  const accused = leans ?? (open === null ? party : "provider-serving");
  return {
    party,
    standing: standingOf(conclusion, proof),
    leans,
    rule: found?.id ?? noRule,
    mark: markOf(failing.sample),
    decides: conclusion?.decides ?? lean?.conclusion.decides ?? shownFactor(controls),
    sentence: conclusion?.sentence ?? open ?? undeterminedSentence(controls, lean?.conclusion ?? null),
    for: forLines(failing, controls, accused),
    against: [
      ...againstLines([...controls, ...hints], accused),
      ...((conclusion ?? lean?.conclusion)?.but ?? []),
      ...failing.unused,
    ],
    exonerated: [...failing.agreed, ...exoneratedBy(controls)],
    missing: missingControls(failing, controls, conclusion),
    controls: [...controls, ...hints].map(readingOf),
  };
}

/**
 * Why confounded controls of a provider give no lean to it: each of them is known to rewrite the ids of the failing request, or a hint
 * of the same run points to these ids. Null: they do lean.
 */
function confounded({ party, uses }: Conclusion, hints: readonly Control[]): string | null {
  if (party !== "provider-serving") return null;
  const elsewhere = uses.filter(({ kind }) => kind === "provider");
  const fine = `Another provider looks fine (${controlsText(elsewhere)})`;
  const [hint] = hints;
  if (hint !== undefined && elsewhere.length > 0)
    return `${fine}; so does another question on the same endpoint whose tool-call ids have another form (${controlsText([hint])}). So neither the provider nor the ids are shown to be the cause.`;
  if (elsewhere.length === 0 || !elsewhere.every(({ rewritten }) => rewritten)) return null;
  return `${fine}, and is known to rewrite the tool-call ids. So neither the provider nor the ids are shown to be the cause.`;
}

function firstThatFits(seen: Seen): { readonly id: string; readonly conclusion: Conclusion } | null {
  for (const { id, conclude } of rules) {
    const conclusion = conclude(seen);
    if (conclusion !== null) return { id, conclusion };
  }
  return null;
}

function isByBytes(conclusion: Conclusion | null): boolean {
  return conclusion !== null && conclusion.uses.length === 0;
}

const providers: ReadonlySet<Party> = new Set(["provider-translation", "provider-serving"]);

function standingOf(conclusion: Conclusion | null, proof: PlaceProof | null): Attribution["standing"] {
  if (conclusion === null || conclusion.party === "undetermined") return null;
  if (conclusion.isSuspicion === true) return "suspected";
  if (!providers.has(conclusion.party)) return "established";
  return proof !== null && isProven(proof) ? "established" : "suspected";
}

/** The same body, asked in turns, with an e-value of 50: the failure is one of the place. */
function isProven({ sameBody, interleaved, eValue, failing, control }: PlaceProof): boolean {
  const isWorse = failing.bad * control.eligible > control.bad * failing.eligible;
  return sameBody && interleaved && eValue >= provenAt && isWorse;
}

function markOf({ source }: Sample): Attribution["mark"] {
  if (source === "simulated") return "SIMULATED";
  return source === "authored" ? "DEMO" : null;
}

/** The factor of the one control that shows a cure, where no rule names a party: it decides, whoever has to act. */
function shownFactor(controls: readonly Control[]): Attribution["decides"] {
  const cure = soleCure(controls);
  return cure !== null && isShown(cure) ? decidingFactor(cure) : null;
}

/** The one factor control that is fine, or looks so; null: none, or several. */
function soleCure(controls: readonly Control[]): Control | null {
  const cures = controls.filter(({ kind, looks }) => kind === "factor" && looks === "fine");
  return cures.length === 1 ? (cures[0] ?? null) : null;
}

function undeterminedSentence(controls: readonly Control[], lean: Conclusion | null): string {
  if (lean !== null && lean.party !== "undetermined") return `${suggested}${uncapitalised(lean.sentence)}`;
  const cure = soleCure(controls);
  if (cure === null)
    return controls.length === 0
      ? "No cell that differs from this one in only one thing was run."
      : "The comparisons made here do not decide it.";
  const open =
    "Whether the provider or the model rejects it stays open until another provider, pinned, is asked with the failing value.";
  return `${isShown(cure) ? cureText(cure) : `${suggested}${uncapitalised(cureText(cure))}`} ${open}`;
}

const suggested = "Suggested, not shown: ";

function uncapitalised(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}

function forLines({ symptom, sample }: Failing, controls: readonly Control[], party: Party): readonly string[] {
  const counts = sample.eligible === 0 ? "no eligible trial" : okText(sample);
  const own = symptom === "" ? [] : [`${sample.name}: ${counts}; ${symptom.replace(/\.$/, "")}.`];
  return [...own, ...sentencesOf(controls.filter((control) => meaningOf(control)?.accuses.includes(party) === true))];
}

function againstLines(controls: readonly Control[], party: Party): readonly string[] {
  return sentencesOf(controls.filter((control) => meaningOf(control)?.clears.includes(party) === true));
}

/** The two strongest controls of each kind, and how many more there are of it. */
function sentencesOf(controls: readonly Control[]): readonly string[] {
  return [...new Set(controls.map(({ kind }) => kind))].flatMap((kind) => {
    const alike = controls.filter((control) => control.kind === kind);
    const more = alike.length <= 2 ? [] : [`And ${alike.length - 2} more of this kind (${kind}).`];
    return [...alike.slice(0, 2).map(controlSentence), ...more];
  });
}

/** One line for each thing that is ruled out, by the strongest control that does. */
function exoneratedBy(controls: readonly Control[]): Attribution["exonerated"] {
  const found = controls.filter(isShown).flatMap((control) => {
    const words = meaningOf(control)?.exonerates ?? null;
    return words === null ? [] : [{ what: words(control), because: controlSentence(control) }];
  });
  return found.filter(({ what }, at) => found.findIndex((one) => one.what === what) === at);
}
