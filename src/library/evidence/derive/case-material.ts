import { wholeOf } from "../../../chat/api.js";
import type { JsonValue } from "../../../chat/json.js";
import type { Turn } from "../../../transcript/transcript.js";
import { attributeCells, type CellEvidence } from "../../../verdict/attribution/attribute-cells.js";
import type { Attribution, ControlKind, PlaceProof } from "../../../verdict/attribution/attribution.js";
import { testHypotheses } from "../../../verdict/attribution/hypotheses/test-hypotheses.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import { claimsOf } from "../../../verdict/evidence/claims.js";
import { callsOf } from "../../../verdict/evidence/evidence-calls.js";
import { type ExperimentResult, experimentResult } from "../../../verdict/evidence/experiment-result.js";
import { differencePatch } from "../../../verdict/evidence/json-patch.js";
import type { Arm, BodyDifference, Material } from "../../../verdict/evidence/material.js";
import { compareRequests, isEquivalent, type SentRequest } from "../../../verdict/matrix/compare-requests.js";
import type { Verdict } from "../../../verdict/verdict.js";
import { parseJson } from "../../../wire/json.js";
import { type BundleSources, sourcePaths } from "../bundle-sources.js";
import { BundleError } from "../source-json.js";
import { rewrittenNumbers } from "../written-numbers.js";
import { type ArmWithEntry, caseArm } from "./case-arm.js";
import { caseCells, keyOf } from "./case-cells.js";
import { type CaseTwins, caseTwins } from "./case-twins.js";
import { chatArm, factorValue } from "./control-facts.js";

/** What the pages are made of, and the recordings of the two calls that are shown. */
export type CaseMaterial = {
  readonly material: Material;
  readonly failing: ArmWithEntry;
  readonly working: ArmWithEntry | null;
  /** The scripts that ask again. */
  readonly scripts: CaseTwins["files"];
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
    return claim === undefined ? [] : [{ reading, claim, value: factorValue(reading, of) }];
  });
  const difference = arms.working === null ? null : bodyDifference(failing.arm, arms.working);
  const twins = caseTwins(facts, arms);
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
    chat: chatArm(arms, of),
    twins: twins.facts,
  };
  return { material, failing, working, scripts: twins.files };
}

/** What differs between the two bodies; null: two APIs, or a body that is no JSON. */
function bodyDifference(failing: Arm, working: Arm): BodyDifference | null {
  if (wholeOf(failing.target.api) !== wholeOf(working.target.api)) return null;
  const [one, other] = [parseJson(failing.body), parseJson(working.body)];
  if (!one.ok || !other.ok) return null;
  // The values of two JSON texts.
  const operations = differencePatch(one.value as JsonValue, other.value as JsonValue);
  const pointers = operations.flatMap(({ op, path }) => (op === "test" ? [] : [path]));
  return { pointers, operations, rewritten: rewrittenNumbers(failing.body, working.body) };
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
