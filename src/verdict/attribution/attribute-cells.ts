import { groupBy } from "../../chat/group-by.js";
import type { JsonObject } from "../../chat/json.js";
import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import { identityText } from "../judge-cell.js";
import type { Verdict } from "../verdict.js";
import { attribute } from "./attribute.js";
import type { Attribution, PlaceProof } from "./attribution.js";
import { changesOf } from "./changes.js";
import type { Failing, Refusal } from "./failing.js";
import { byUpstream, type Sample, sampleOf, tellingTranscript } from "./samples.js";
import { secondReading } from "./second-reading.js";

/** The verdicts of one matrix and what they were made from. `run`: its trials were made in turns; null: kept recordings. */
export type CellEvidence = {
  readonly verdicts: readonly Verdict[];
  readonly transcripts: readonly Transcript[];
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
  readonly run: string | null;
  /** A place proof of an experiment, by cell; default: there is none. */
  readonly proofOf?: (cell: Verdict["cell"]) => PlaceProof | null;
};

/**
 * Attributes every failing cell: those that are bad or mixed, and those that were refused. Each is compared with all other cells of the
 * same evidence. The keys are the verdicts themselves.
 *
 * @example
 * const attributions = attributeCells({ verdicts, transcripts, scenarios, targets, run: null });
 * const whose = attributions.get(verdict)?.party;
 */
export function attributeCells(evidence: CellEvidence): ReadonlyMap<Verdict, Attribution> {
  const trials = groupBy(evidence.transcripts, ({ cell }) => identityText(cell));
  const extras = new Map(evidence.targets.map(({ id, extra }) => [id, extra]));
  const samples = new Map(
    evidence.verdicts.map((verdict) => {
      const transcripts = trials.get(identityText(verdict.cell)) ?? [];
      const extra: JsonObject = extras.get(verdict.cell.target) ?? {};
      return [verdict, sampleOf(verdict, { transcripts, extra, run: evidence.run })] as const;
    }),
  );
  // Each upstream of an unpinned gateway is a place of its own; of a failing cell, the one that fails most is explained.
  const split = new Map([...samples].map(([verdict, sample]) => [verdict, byUpstream(sample)] as const));
  const all = [...split.values()].flat();
  const scenarios = new Map(evidence.scenarios.map((scenario) => [scenario.id, scenario]));
  return new Map(
    evidence.verdicts.filter(isToAttribute).flatMap((verdict) => {
      const sample = samples.get(verdict);
      const scenario = scenarios.get(verdict.cell.scenario);
      if (sample === undefined) return [];
      const transcripts = trials.get(identityText(verdict.cell)) ?? [];
      const [worst = sample] = (split.get(verdict) ?? []).toSorted((a, b) => rateOf(b) - rateOf(a));
      const proof = evidence.proofOf?.(verdict.cell) ?? null;
      return [[verdict, attribute(failingOf(verdict, { sample: worst, transcripts, scenario }), all, proof)] as const];
    }),
  );
}

/** True for a cell that fails, or that was refused: anything that somebody has to answer for. */
export function isToAttribute({ observed, judged }: Pick<Verdict, "observed" | "judged">): boolean {
  if (observed === "bad" || observed === "mixed") return true;
  return (observed === "blocked" || observed === "unsupported") && judged.length > 0;
}

function rateOf({ bad, eligible }: Sample): number {
  return eligible === 0 ? 0 : bad / eligible;
}

type CellParts = {
  readonly sample: Sample;
  readonly transcripts: readonly Transcript[];
  readonly scenario: Scenario | undefined;
};

function failingOf(verdict: Verdict, { sample, transcripts, scenario }: CellParts): Failing {
  const shown = tellingTranscript(transcripts, verdict.judged);
  const judged = verdict.judged.find(({ trial }) => trial === shown?.trial);
  const step = judged?.findings.find(({ severity }) => severity === "bad")?.step ?? null;
  const turn = shown?.turns.find((one) => one.step === step) ?? shown?.turns.at(-1) ?? null;
  return {
    sample,
    ask: sample.asks.find((one) => one.step === turn?.step) ?? sample.asks.at(-1) ?? null,
    symptom: symptomOf(verdict),
    findings: [...new Set(verdict.findings.flatMap(({ id, severity }) => (severity === "bad" ? [id] : [])))],
    refusal: refusalOf(verdict, shown?.turns.map((one) => one.step) ?? []),
    second: turn === null || shown === null ? null : secondReading(turn, shown, scenario),
    changes: turn === null ? [] : changesOf(turn, scenario),
    twinDisagrees: false,
  };
}

function symptomOf({ findings, reasonText, reason }: Verdict): string {
  const bad = findings.filter(({ severity }) => severity === "bad");
  const words = bad.map(({ id, cause, n }) => `${id}${cause === null ? "" : ` (${cause})`} in ${n}`);
  return words.length > 0 ? words.join(", ") : (reasonText ?? reason ?? "");
}

/** The refusal of a cell: why nothing was eligible, or a bad finding that is one. `steps`: a text may begin with the id of its step. */
function refusalOf({ reason, reasonText, findings, observed }: Verdict, steps: readonly string[]): Refusal | null {
  const words = (text: string) => {
    const step = steps.find((id) => text.startsWith(`${id}: `));
    return step === undefined ? text : text.slice(step.length + 2);
  };
  if (observed === "blocked" || observed === "unsupported")
    return reason === null ? null : { kind: reason, text: words(reasonText ?? reason) };
  const bad = findings.filter(({ severity }) => severity === "bad");
  const refused = bad.find(({ id }) => id === "request-refused");
  if (refused === undefined || bad.length > 1) return null;
  return { kind: refused.cause ?? "invalid-request", text: words(refused.seen) };
}
