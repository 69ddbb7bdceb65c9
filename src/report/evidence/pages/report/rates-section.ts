import { provenAt } from "../../../../verdict/attribution/attribution.js";
import type { Claim } from "../../../../verdict/evidence/claims.js";
import { cellName } from "../../../../verdict/evidence/evidence-calls.js";
import type { Arm, Material } from "../../../../verdict/evidence/material.js";
import { failureInterval } from "../../../../verdict/statistics/statistics.js";
import { plain, table } from "../../../markdown-text.js";
import { percentRange } from "../../../percent.js";
import { claimNamed, type Print } from "../facts/print.js";
import { differenceWords } from "./claim-section.js";

type Bounds = readonly [low: number, high: number];

/** How often it fails, and how often the working request does, with bounds and the rule that decides. */
export function ratesSection(material: Material, print: Print): readonly string[] {
  return [
    table(["trials of this evidence", "bad", "95 % bounds of the failure rate"], cellRows(material, print)),
    "",
    excludedText(material, print),
    "",
    ...experimentLines(material, print),
    decidingText(material, print),
  ];
}

function cellRows(material: Material, print: Print): readonly (readonly string[])[] {
  const { failing, working } = material;
  const rows = [
    ["the failing request", claimNamed(material, "failing-rate"), failing] as const,
    [`the working request: ${differenceWords(material)}`, claimNamed(material, "working-rate"), working] as const,
  ];
  return rows.flatMap(([name, claim, arm]) =>
    claim === null || arm === null ? [] : [[name, print.count(claim), boundsText(arm)]],
  );
}

function boundsText({ verdict: { trials } }: Arm): string {
  if (trials.interval === null) return "none: no eligible trial";
  return `${percentRange(trials.interval)} (${plain(trials.intervalKind ?? "method not known")})`;
}

function excludedText(material: Material, print: Print): string {
  const claim = claimNamed(material, "failing-excluded");
  return claim === null
    ? ""
    : `Excluded trials of the failing request, which are no evidence about the model: ${print.count(claim)}.`;
}

function experimentLines(material: Material, print: Print): readonly string[] {
  const { experiment } = material;
  if (experiment === null) return ["Nothing was asked again for this bundle.", ""];
  const { failing, working, calls } = experiment;
  const row = (name: string, claim: Claim | null, counts: typeof working): readonly (readonly string[])[] =>
    claim === null || counts === null ? [] : [[name, print.count(claim), freshText(failureInterval(counts))]];
  const days = [...new Set(calls.flatMap(({ startedAt }) => startedAt?.slice(0, 10) ?? []))];
  return [
    `Asked again for this bundle${days.length === 0 ? "" : `, ${days.join(", ")}`}, ${working === null ? "the failing request alone" : "both requests in turns"}:`,
    "",
    table(
      ["asked again", "bad", "95 % bounds of the failure rate"],
      [
        ...row("the failing request", claimNamed(material, "again-failing"), failing),
        ...row("the working request", claimNamed(material, "again-working"), working),
      ],
    ),
    "",
  ];
}

function freshText(bounds: Bounds | null): string {
  return bounds === null ? "none: no eligible call" : `${percentRange(bounds)} (as if their number had been fixed)`;
}

/** Which rule says that the two requests differ, and whether it does. */
export function decidingText(material: Material, print: Print): string {
  const evidence = claimNamed(material, "e-value");
  if (evidence !== null && material.experiment !== null)
    return experimentRule(material.experiment, print.count(evidence));
  const { working } = material;
  if (working === null)
    return "**What decides**: nothing yet. Without a request that passes, no two rates are compared.";
  const { reading, caveats } = workingReading(material);
  const weak = caveats.length === 0 ? "" : ` What weakens it: ${plain(caveats.join(", "))}.`;
  const rule =
    "the upper bound of the working rate is below the lower bound of the failing one, the bounds tightened for the number of controls (Holm)";
  if (reading === "fine") return `**What decides**: ${rule}. It holds.`;
  if (reading === "suggests-fine")
    return `**What decides**: ${rule}. It holds for the counts, and only suggests.${weak}`;
  return `**What decides**: ${rule}. It does not hold: the two rates are not shown to differ.${weak}`;
}

function experimentRule({ failing, working, eValue }: NonNullable<Material["experiment"]>, text: string): string {
  const [one, other] = [failureInterval(failing), working === null ? null : failureInterval(working)];
  const overlaps = one !== null && other !== null && one[0] <= other[1] && other[0] <= one[1];
  const both = overlaps
    ? "The two intervals overlap; the e-value counts all the same."
    : "The two intervals do not overlap.";
  const isShown = (eValue ?? 0) >= provenAt;
  const says = isShown
    ? `It is at least ${provenAt}: the two requests do not fail at the same rate.`
    : `It is below ${provenAt}: the two requests are not shown to fail at different rates.`;
  return `**What decides**: the e-value against “both fail at the same rate”, ${text}, over the pairs asked in turns. ${says} ${both}`;
}

/** The reading of the control that is the working side. */
function workingReading({ controls, working, facts }: Material): {
  readonly reading: string;
  readonly caveats: readonly string[];
} {
  const name = working === null ? "" : cellName(working.verdict.cell);
  const found = controls.find(
    ({ reading }) =>
      reading.kind === facts.working?.kind && (reading.of === name || reading.of.startsWith(`${name} → `)),
  );
  return found?.reading ?? { reading: "too-few", caveats: [] };
}
