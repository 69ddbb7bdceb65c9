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
import { byUpstream, type Sample, sampleOf } from "./samples.js";

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
  const trials = groupBy(evidence.transcripts, ({ cell }) => identityText(cell));
  const targets = new Map(evidence.targets.map((target) => [target.id, target]));
  const samples = new Map(
    evidence.verdicts.map((verdict) => {
      const transcripts = trials.get(identityText(verdict.cell)) ?? [];
      const extra: JsonObject = targets.get(verdict.cell.target)?.extra ?? {};
      return [verdict, sampleOf(verdict, { transcripts, extra, run: evidence.run })] as const;
    }),
  );
  // Each upstream of an unpinned gateway is a place of its own; of a failing cell, the one that fails most is explained.
  const split = new Map([...samples].map(([verdict, sample]) => [verdict, byUpstream(sample)] as const));
  const relatedTo = relatedSamples([...split.values()].flat());
  const scenarios = new Map(evidence.scenarios.map((scenario) => [scenario.id, scenario]));
  return new Map(
    evidence.verdicts.filter(isToAttribute).flatMap((verdict) => {
      const sample = samples.get(verdict);
      const scenario = scenarios.get(verdict.cell.scenario);
      if (sample === undefined) return [];
      const transcripts = trials.get(identityText(verdict.cell)) ?? [];
      const [worst = sample] = (split.get(verdict) ?? []).toSorted((a, b) => rateOf(b) - rateOf(a));
      const target = targets.get(verdict.cell.target);
      const all = relatedTo(worst);
      const parts = { sample: worst, transcripts, scenario, target, all, tiedViews: evidence.tiedViews ?? null };
      const proof = evidence.proofOf?.(verdict.cell) ?? null;
      return [[verdict, attribute(failingOf(verdict, parts), all, proof)] as const];
    }),
  );
}

/** True for a cell that fails, or that was refused: anything that somebody has to answer for. */
export function isToAttribute({ observed, judged }: Pick<Verdict, "observed" | "judged">): boolean {
  if (observed === "bad" || observed === "mixed") return true;
  return (observed === "blocked" || observed === "unsupported") && judged.length > 0;
}

/**
 * Finds the samples, in their order, that ask a question of a sample, or are of its scenario or place: no other is a control or a hint.
 * Those of a question and its scenario are put together once, for all cells that ask it.
 */
function relatedSamples(all: readonly Sample[]): (sample: Sample) => readonly Sample[] {
  const bySubject = new Map<string, number[]>();
  for (const [at, sample] of all.entries())
    for (const subject of [...askedIn(sample), placeOf(sample)]) {
      const list = bySubject.get(subject);
      if (list === undefined) bySubject.set(subject, [at]);
      else list.push(at);
    }
  const placesOf = (subjects: readonly string[]) => subjects.flatMap((subject) => bySubject.get(subject) ?? []);
  const asking = new Map<string, readonly number[]>();
  return (sample) => {
    const subjects = askedIn(sample);
    const key = JSON.stringify(subjects);
    const alike = asking.get(key) ?? inOrder(placesOf(subjects));
    asking.set(key, alike);
    return inOrder([...alike, ...placesOf([placeOf(sample)])]).flatMap((at) => all[at] ?? []);
  };
}

/** Numbers from the smallest to the largest, each once. */
function inOrder(places: readonly number[]): readonly number[] {
  const sorted = Uint32Array.from(places).sort();
  return [...sorted.filter((place, at) => place !== sorted[at - 1])];
}

function askedIn({ asks, scenario }: Sample): readonly string[] {
  const subjects = asks.map(({ question }) => `question ${question}`);
  return [...new Set(scenario === null ? subjects : [...subjects, `scenario ${scenario}`])];
}

function placeOf({ place: { model, provider, api } }: Sample): string {
  return `place ${model} ${provider} ${api}`;
}

function rateOf({ bad, eligible }: Sample): number {
  return eligible === 0 ? 0 : bad / eligible;
}
