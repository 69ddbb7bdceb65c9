import { type Api, wholeOf } from "../../../chat/api.js";
import type { Turn } from "../../../transcript/transcript.js";
import { attributeCells, type CellEvidence } from "../../../verdict/attribution/attribute-cells.js";
import type { Attribution, ControlKind, ControlReading, PlaceProof } from "../../../verdict/attribution/attribution.js";
import { testHypotheses } from "../../../verdict/attribution/hypotheses/test-hypotheses.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import { claimsOf } from "../../../verdict/evidence/claims.js";
import { controlValue } from "../../../verdict/evidence/control-value.js";
import { type CaseCell, callsOf, cellName } from "../../../verdict/evidence/evidence-calls.js";
import { type ExperimentResult, experimentResult } from "../../../verdict/evidence/experiment-result.js";
import type { Arm, Material } from "../../../verdict/evidence/material.js";
import { failingCall, workingCall } from "../../../verdict/evidence/shown-call.js";
import { compareRequests, isEquivalent, type SentRequest } from "../../../verdict/matrix/compare-requests.js";
import type { Verdict } from "../../../verdict/verdict.js";
import { BundleError } from "../bundle-json.js";
import { type BundleSources, sourcePaths } from "../bundle-sources.js";
import { type ArmWithEntry, caseArm } from "./case-arm.js";
import { caseCells, keyOf } from "./case-cells.js";

/** What the pages are made of, and the recordings of the two calls that are shown. */
export type CaseMaterial = {
  readonly material: Material;
  readonly failing: ArmWithEntry;
  readonly working: ArmWithEntry | null;
};

/**
 * Derives everything from the sources: verdicts from transcripts, the attribution from verdicts, the numbers from calls. Throws
 * BundleError where the sources contradict each other.
 */
export function deriveMaterial(sources: BundleSources): CaseMaterial {
  const { facts, clientViews } = sources;
  const { cells, evidence } = caseCells(sources);
  const of = { sources, cells };
  const failing = caseArm("failing", facts.failing, of);
  const working = facts.working === null ? null : caseArm("working", facts.working, of);
  const experiment = sources.experiment === null ? null : experimentResult(sources.experiment.calls);
  const arms = { failing: failing.arm, working: working?.arm ?? null };
  const equivalence = arms.working === null ? null : compareRequests(sentBy(failing.arm), sentBy(arms.working));
  const proof = proofOf({ facts, experiment, isSame: equivalence !== null && isEquivalent(equivalence) });
  const attribution = attributionOf(evidence, failing.arm.verdict, proof);
  const calls = callsOf(cells);
  const claims = claimsOf(calls, { controls: attribution.controls, experiment });
  const controls = attribution.controls.flatMap((reading, at) => {
    const claim = claims.find(({ id }) => id === `control-${at + 1}`);
    return claim === undefined ? [] : [{ reading, claim, value: factorValue(reading, { sources, cells }) }];
  });
  const difference = null;
  const material = {
    facts,
    ...arms,
    attribution,
    controls,
    calls,
    claims,
    experiment,
    equivalence,
    difference,
    clientViews,
    hypotheses: testHypotheses(new Map([[failing.arm.verdict, attribution]]), sources.transcripts),
    chat: chatArm(failing, working, of),
    twins: { commands: [], symptom: null, refused: [] },
  };
  return { material, failing, working };
}

/** A call over chat-completions of a control with the same model, for tools that read no other API; null: a side has one, or none has. */
function chatArm(
  failing: ArmWithEntry,
  working: ArmWithEntry | null,
  of: { readonly sources: BundleSources; readonly cells: readonly CaseCell[] },
): Arm | null {
  const isChat = (api: Api): boolean => wholeOf(api) === "chat-completions";
  const { model } = failing.arm.verdict.cell;
  if ([failing, working].some((one) => one !== null && isChat(one.arm.target.api))) return null;
  const found = of.cells.filter(({ verdict: { cell } }) => isChat(cell.api) && cell.model === model);
  const shown = found.flatMap(
    ({ verdict, transcripts }) =>
      workingCall(verdict, transcripts, of.sources.facts.failing) ?? failingCall(verdict, transcripts, null) ?? [],
  )[0];
  return shown === undefined ? null : caseArm("control", shown, of).arm;
}

/** What a control has of the factor that differs. */
function factorValue(
  reading: ControlReading,
  { sources: { facts }, cells }: { readonly sources: BundleSources; readonly cells: readonly CaseCell[] },
): string | null {
  const cell = cells.find(({ verdict }) => cellName(verdict.cell) === reading.of);
  const target = facts.targets.find(({ id }) => id === cell?.verdict.cell.target);
  return cell === undefined ? null : controlValue(reading, cell, target?.extra ?? {});
}

/** A request as it was sent, with what its adapter could not carry over. */
export function sentBy({ turn }: { readonly turn: Turn }): SentRequest {
  return { request: turn.request, warnings: [...turn.leftOut, ...turn.reply.warnings] };
}

function attributionOf(evidence: CellEvidence, failing: Verdict, proof: PlaceProof | null): Attribution {
  const own = keyOf(failing.cell);
  const all = attributeCells({ ...evidence, proofOf: (cell) => (keyOf(cell) === own ? proof : null) });
  const found = [...all].find(([verdict]) => keyOf(verdict.cell) === own)?.[1];
  if (found === undefined) throw new BundleError(`${sourcePaths.transcripts}: ${own} does not fail`, null);
  return found;
}

/** Controls that differ in the place alone: the same body can be asked at both. */
const places: ReadonlySet<ControlKind> = new Set(["stream", "api", "door", "region", "provider"]);

function proofOf({
  facts,
  experiment,
  isSame,
}: {
  readonly facts: CaseFacts;
  readonly experiment: ExperimentResult | null;
  readonly isSame: boolean;
}): PlaceProof | null {
  const { working } = facts;
  if (experiment === null || experiment.working === null || experiment.eValue === null || working === null) return null;
  if (!places.has(working.kind)) return null;
  const { failing, working: control, eValue } = experiment;
  return { sameBody: isSame, interleaved: true, failing, control, eValue };
}
