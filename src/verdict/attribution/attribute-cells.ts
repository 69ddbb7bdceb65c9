import { groupBy } from "../../chat/group-by.js";
import type { JsonObject } from "../../chat/json.js";
import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { TiedViews } from "../client-views/recorded-replies.js";
import { identityText } from "../judge-cell.js";
import type { Verdict } from "../verdict.js";
import { attribute } from "./attribute.js";
import type { Attribution, PlaceProof } from "./attribution.js";
import { failingOf } from "./failing-of.js";
import { questionOf } from "./question.js";
import { byUpstream, type Sample, sampleOf, tellingTranscript } from "./samples.js";

/** The verdicts of one matrix and what they were made from. `run`: its trials were made in turns; null: kept recordings. */
export type CellEvidence = {
  readonly verdicts: readonly Verdict[];
  readonly transcripts: readonly Transcript[];
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
  readonly run: string | null;
  /** What real clients showed of replies of the run; default: they were not asked. */
  readonly tiedViews?: TiedViews | null;
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
  const failing = evidence.verdicts.filter(isToAttribute);
  if (failing.length === 0) return new Map();
  const trials = groupBy(evidence.transcripts, ({ cell }) => identityText(cell));
  const trialsOf = ({ cell }: Verdict) => trials.get(identityText(cell)) ?? [];
  const targets = new Map(evidence.targets.map((target) => [target.id, target]));
  const samplesOf = createSamples((verdict) => {
    const extra: JsonObject = targets.get(verdict.cell.target)?.extra ?? {};
    return sampleOf(verdict, { transcripts: trialsOf(verdict), extra, run: evidence.run });
  });
  const relatedTo = relatedVerdicts(evidence.verdicts, trialsOf);
  const scenarios = new Map(evidence.scenarios.map((scenario) => [scenario.id, scenario]));
  return new Map(
    failing.map((verdict) => {
      const { whole, split } = samplesOf(verdict);
      const transcripts = trialsOf(verdict);
      const [worst = whole] = split.toSorted((a, b) => rateOf(b) - rateOf(a));
      const scenario = scenarios.get(verdict.cell.scenario);
      const target = targets.get(verdict.cell.target);
      const all = relatedTo(verdict).flatMap((one) => samplesOf(one).split);
      const parts = { sample: worst, transcripts, scenario, target, all, tiedViews: evidence.tiedViews ?? null };
      const proof = evidence.proofOf?.(verdict.cell) ?? null;
      return [verdict, attribute(failingOf(verdict, parts), all, proof)] as const;
    }),
  );
}

/** True for a cell that fails, or that was refused: anything that somebody has to answer for. */
export function isToAttribute({ observed, judged }: Pick<Verdict, "observed" | "judged">): boolean {
  if (observed === "bad" || observed === "mixed") return true;
  return (observed === "blocked" || observed === "unsupported") && judged.length > 0;
}

/** `split`: each upstream of an unpinned gateway is a place of its own; of a failing cell, the one that fails most is explained. */
type CellSamples = { readonly whole: Sample; readonly split: readonly Sample[] };

/** Makes a sample when it is first asked for: of thousands of cells, most are related to no failing one. */
function createSamples(make: (verdict: Verdict) => Sample): (verdict: Verdict) => CellSamples {
  const made = new Map<Verdict, CellSamples>();
  return (verdict) => {
    const known = made.get(verdict);
    if (known !== undefined) return known;
    const whole = make(verdict);
    const samples = { whole, split: byUpstream(whole) };
    made.set(verdict, samples);
    return samples;
  };
}

/**
 * Finds the cells, in their order, that ask a question of a cell, or are of its scenario or place: no other is a control or a hint.
 * Those of a question and its scenario are put together once, for all cells that ask it.
 */
function relatedVerdicts(
  all: readonly Verdict[],
  trialsOf: (verdict: Verdict) => readonly Transcript[],
): (verdict: Verdict) => readonly Verdict[] {
  const bySubject = new Map<string, number[]>();
  const asked = new Map(all.map((verdict) => [verdict, askedIn(verdict, trialsOf(verdict))]));
  for (const [at, verdict] of all.entries())
    for (const subject of [...(asked.get(verdict) ?? []), placeOf(verdict)]) {
      const list = bySubject.get(subject);
      if (list === undefined) bySubject.set(subject, [at]);
      else list.push(at);
    }
  const placesOf = (subjects: readonly string[]) => subjects.flatMap((subject) => bySubject.get(subject) ?? []);
  const asking = new Map<string, readonly number[]>();
  return (verdict) => {
    const subjects = asked.get(verdict) ?? [];
    const key = JSON.stringify(subjects);
    const alike = asking.get(key) ?? inOrder(placesOf(subjects));
    asking.set(key, alike);
    return inOrder([...alike, ...placesOf([placeOf(verdict)])]).flatMap((at) => all[at] ?? []);
  };
}

/** Numbers from the smallest to the largest, each once. */
function inOrder(places: readonly number[]): readonly number[] {
  const sorted = Uint32Array.from(places).sort();
  return [...sorted.filter((place, at) => place !== sorted[at - 1])];
}

function askedIn({ cell, judged }: Verdict, transcripts: readonly Transcript[]): readonly string[] {
  const turns = tellingTranscript(transcripts, judged)?.turns ?? [];
  const questions = turns.map(({ request }) => `question ${questionOf(request)}`);
  return [...new Set([...questions, `scenario ${cell.scenario} v${cell.scenarioVersion}`])];
}

function placeOf({ cell: { model, provider, api } }: Verdict): string {
  return `place ${model} ${provider} ${api}`;
}

function rateOf({ bad, eligible }: Sample): number {
  return eligible === 0 ? 0 : bad / eligible;
}
