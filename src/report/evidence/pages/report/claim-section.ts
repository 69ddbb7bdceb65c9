import { isStreaming } from "../../../../chat/api.js";
import { factorNamed } from "../../../../verdict/attribution/factors/registry.js";
import type { Material } from "../../../../verdict/evidence/material.js";
import { code, plain } from "../../../markdown-text.js";
import { apiWords, placeWords } from "../facts/place.js";
import { claimNamed, type Print } from "../facts/print.js";
import { symptomWords } from "../facts/symptom.js";

/** What the case says, in one sentence, with its counts. */
export function claimSentence(material: Material, print: Print): string {
  const { failing } = material;
  const { verdict, target, scenario } = failing;
  const asked = `${code(target.providerModelId)} at ${placeWords(failing)}, asked “${plain(scenario.title)}”`;
  const rate = claimNamed(material, "failing-rate");
  const excluded = claimNamed(material, "failing-excluded");
  const what = symptomWords(verdict);
  if (verdict.trials.eligible === 0)
    return `${asked}: every trial was ${what}${excluded === null ? "" : `, ${print.count(excluded)} in all`}.`;
  const counts = rate === null ? "" : ` in ${print.count(rate)} trials`;
  return `${asked}: ${what}${counts}${againstText(material, print)}.`;
}

function againstText(material: Material, print: Print): string {
  const rate = claimNamed(material, "working-rate");
  if (rate === null) return "; no control that passes is in this evidence";
  return `, against ${print.count(rate)} ${differenceWords(material)}`;
}

/** What the working side has otherwise: `with the form of the tool-call ids in the history changed`. */
export function differenceWords({ facts, working, failing }: Material): string {
  const kind = facts.working?.kind;
  const differs = facts.working?.differs ?? "";
  if (working === null || kind === undefined) return "";
  const { target } = working;
  switch (kind) {
    case "factor":
      return `with ${factorNamed(differs)?.name ?? code(differs)} changed`;
    case "stream":
      return isStreaming(failing.target.api) ? "without streaming" : "streamed";
    case "api":
      return `over another API of the provider (${apiWords(target)})`;
    case "door":
      return `at the same provider, asked through ${placeWords(working)}`;
    case "region":
      return `in ${code(target.region ?? "another region")}`;
    case "client":
      return `by ${working.verdict.cell.client === "sdk" ? "the official SDK" : "another client"}`;
    case "provider":
      return `at ${placeWords(working)}`;
    default:
      return `for another model (${code(target.providerModelId)})`;
  }
}
