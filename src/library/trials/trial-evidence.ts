import { isOfVendor } from "../../report/origin.js";
import type { EvidenceFinding, TrialEvidence } from "../../report/sheet/trial-evidence.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { viewsOfReply } from "../../verdict/client-views/recorded-replies.js";
import type { Pair } from "../../verdict/matrix/matrix-pairs.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { Finding, TrialVerdict } from "../../verdict/verdict.js";
import type { HarEntry } from "../../wire/har/har.js";
import { withholdTrial } from "../private/withhold-trial.js";
import { exchangeEvidence, type PlacedExchange } from "./exchange-evidence.js";
import { trialCommands } from "./trial-commands.js";
import { controlOf, type JudgedCell } from "./trial-control.js";
import type { TrialSource } from "./trial-source.js";

/** One trial to be shown, among the others of its run. */
export type TrialToShow = {
  readonly transcript: Transcript;
  readonly judged: TrialVerdict;
  readonly pairs: readonly Pair[];
  readonly cells: ReadonlyMap<string, JudgedCell>;
  /** The command that makes its cell again; null: there is none. */
  readonly again: string | null;
};

/** One trial with its exchanges, their events and marks, its control and its commands. Of a private one only shapes, lengths and hashes. */
export async function trialEvidence(shown: TrialToShow, source: TrialSource): Promise<TrialEvidence> {
  const { transcript, judged } = shown;
  const { cell, trial, provenance } = transcript;
  const isVendors = isOfVendor(provenance.source);
  const target = source.targets.find(({ id }) => id === cell.target) ?? null;
  const entries = (source.entriesOf(cell) ?? []).flatMap((entry, number) =>
    entry.trial === trial ? [{ entry, number }] : [],
  );
  const placed: PlacedExchange[] = [];
  for (const { entry, number } of target === null ? [] : entries) {
    const turn = turnOf(entry, { entries, transcript });
    const findings = turn === null ? [] : judged.findings.filter(({ step }) => step === turn.step);
    if (target !== null) placed.push(await exchangeEvidence({ entry, number, turn, findings, target, isVendors }));
  }
  const whole: TrialEvidence = {
    ...{ cell: cellKey(cell), target: cell.target, scenario: cell.scenario, trial },
    ...{ outcome: judged.outcome, reason: judged.reason, reasonText: judged.message },
    upstream: isVendors ? judged.upstream : null,
    source: provenance.source,
    recordedAt: provenance.recordedAt,
    isWithheld: false,
    findings: judged.findings.map((finding) => findingAt(finding, placed)),
    exchanges: placed.map(({ exchange }) => exchange),
    notReached: transcript.notReached,
    control: controlOf(transcript, shown),
    views: viewsOf(transcript, source),
    commands: trialCommands({
      ...{ cell, trial, target, source: provenance.source, again: shown.again, showWords: source.showWords },
      asked: askedOf(entries, judged),
    }),
  };
  return provenance.isPrivate === true && !source.includeContent ? withholdTrial(whole) : whole;
}

type Entry = { readonly entry: HarEntry; readonly number: number };

/** The turn whose reply an exchange gave: that of its step, if no later attempt followed; null: a later one gave it. */
function turnOf(
  entry: HarEntry,
  { entries, transcript }: { readonly entries: readonly Entry[]; readonly transcript: Transcript },
): Turn | null {
  const last = entries.findLast((one) => one.entry.step === entry.step);
  return last?.entry === entry ? (transcript.turns.find(({ step }) => step === entry.step) ?? null) : null;
}

function findingAt(finding: Finding, placed: readonly PlacedExchange[]): EvidenceFinding {
  const { id, cause, severity, step, seen } = finding;
  const exchange = placed.findIndex(({ offsets }) => offsets.has(finding));
  const offset = placed[exchange]?.offsets.get(finding) ?? null;
  return { id, cause, severity, step, seen, place: offset === null ? null : { exchange, offset } };
}

/** The last exchange of the step with the first bad finding; else the last one. */
function askedOf(entries: readonly Entry[], { findings }: TrialVerdict): HarEntry | null {
  const step = findings.find(({ severity }) => severity === "bad")?.step ?? null;
  const found = entries.findLast(({ entry }) => step === null || entry.step === step) ?? entries.at(-1);
  return found?.entry ?? null;
}

function viewsOf({ cell, trial, turns }: Transcript, { tiedViews }: TrialSource): TrialEvidence["views"] {
  if (tiedViews === null) return [];
  return turns.flatMap(({ step }) => {
    const found = viewsOfReply(tiedViews, { cell: `${cell.target}/${cell.scenario}`, trial, step });
    return found === null ? [] : [{ step, clients: found.views }];
  });
}
