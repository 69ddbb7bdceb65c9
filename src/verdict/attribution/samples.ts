import type { JsonObject } from "../../chat/json.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { Provenance, Transcript, Turn } from "../../transcript/transcript.js";
import { eligibleOutcomes } from "../judge-cell.js";
import type { TrialVerdict, Verdict } from "../verdict.js";
import { type FactorValues, factorsOf } from "./factors/registry.js";
import type { Place } from "./places.js";
import { hasReference, questionOf } from "./question.js";

/** One request of a conversation: which question it asks, with which factors. */
export type Ask = { readonly step: string; readonly question: string; readonly factors: FactorValues };

/** The trials of one question at one place: what an attribution compares. */
export type Sample = {
  /** As a reader knows it: `response-after-tool on kimi-k2.5/bedrock/converse-stream`. */
  readonly name: string;
  /** The scenario with its version, or the kind of a recorded request: samples of one scenario ask the same question. */
  readonly scenario: string | null;
  readonly place: Place;
  readonly asks: readonly Ask[];
  readonly bad: number;
  readonly eligible: number;
  /** The eligible outcomes in order (true: bad) where a rule stopped the trials; null: their number was fixed. */
  readonly stopped: readonly boolean[] | null;
  readonly source: Provenance["source"] | null;
  /** True: every prompt had a reference, so that no cache can have answered it. */
  readonly nonced: boolean;
  /** True: several replies with text, all the same, ids aside. */
  readonly repeats: boolean;
  /** The days of the first and the last trial, `YYYY-MM-DD`; null: no date. */
  readonly days: readonly [first: string, last: string] | null;
  /** The run that made it, its trials in turns with those of the others; null: kept recordings. */
  readonly run: string | null;
  /** The base URL that was asked; null: unknown. */
  readonly endpoint: string | null;
  /** Upstream → [ok, eligible], where a gateway names them. */
  readonly upstreams: Verdict["upstreams"];
};

/** A cell as a sample. `transcripts`: those of the cell; `extra`: what the target adds to each body. `run`: see {@link Sample}. */
export function sampleOf(
  verdict: Verdict,
  { transcripts, extra, run }: { transcripts: readonly Transcript[]; extra: JsonObject; run: string | null },
): Sample {
  const { cell, trials, sampling, judged, provenance } = verdict;
  const { model, provider, api, providerModelId, region, upstreamPin, client } = cell;
  const shown = tellingTranscript(transcripts, judged);
  return {
    name: `${cell.scenario} on ${cell.target}`,
    scenario: `${cell.scenario} v${cell.scenarioVersion}`,
    place: {
      ...{ model, provider, api, providerModelId, region, upstreamPin, client },
      served: Object.keys(verdict.upstreams),
    },
    asks: shown === null ? [] : shown.turns.map((turn, at) => askOf(turn, shown.turns.slice(0, at), extra)),
    bad: trials.bad,
    eligible: trials.eligible,
    stopped: sampling === "sequential" ? eligibleOutcomes(judged) : null,
    source: provenance?.source ?? null,
    nonced:
      transcripts.length > 0 && transcripts.every(({ turns }) => turns.every(({ request }) => hasReference(request))),
    repeats:
      trials.eligible > 2 && verdict.distinctReplies === 1 && verdict.sampleText !== null && verdict.sampleText !== "",
    days: daysOf(transcripts),
    run,
    endpoint: provenance?.endpoint ?? null,
    upstreams: verdict.upstreams,
  };
}

/** A sample for each upstream of an unpinned gateway, where every trial names its own; any other sample alone. */
export function byUpstream(sample: Sample): readonly Sample[] {
  const { upstreams, place, eligible, name } = sample;
  const named = Object.entries(upstreams);
  const sum = named.reduce((total, [, [, n]]) => total + n, 0);
  if (named.length < 2 || sum !== eligible || sample.stopped !== null) return [sample];
  return named.map(([upstream, [ok, n]]) => ({
    ...sample,
    name: `${name} → ${upstream}`,
    place: { ...place, served: [upstream] },
    bad: n - ok,
    eligible: n,
    upstreams: {},
  }));
}

/** One turn as an ask; `before`: the earlier turns of its conversation, whose replies minted ids. */
export function askOf(turn: Turn, before: readonly Turn[], extra: JsonObject): Ask {
  const minted = new Set(before.flatMap(({ reply }) => mintedBy(reply)));
  const warnings: readonly Warning[] = [...turn.leftOut, ...turn.reply.warnings];
  const asked = { request: turn.request, warnings, minted, extra: { ...extra, ...turn.request.extra } };
  return { step: turn.step, question: questionOf(turn.request), factors: factorsOf(asked) };
}

function mintedBy(reply: Reply): readonly string[] {
  return toolCallsOf(reply).flatMap(({ id }) => (id === null ? [] : [id]));
}

/** The first bad trial of a cell, else its first with a turn: its requests are those that are compared. */
export function tellingTranscript(
  transcripts: readonly Transcript[],
  judged: readonly TrialVerdict[],
): Transcript | null {
  const bad = judged.find(({ outcome }) => outcome === "bad")?.trial;
  const answered = transcripts.filter(({ turns }) => turns.length > 0);
  return answered.find(({ trial }) => trial === bad) ?? answered[0] ?? null;
}

function daysOf(transcripts: readonly Transcript[]): Sample["days"] {
  const days = transcripts.flatMap(({ provenance, turns }) => {
    const started = turns.flatMap(({ attempts }) => attempts.flatMap(({ startedAt }) => startedAt ?? []));
    const at = provenance.recordedAt ?? started[0] ?? null;
    return at === null ? [] : [at.slice(0, 10)];
  });
  const sorted = days.sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  return first === undefined || last === undefined ? null : [first, last];
}
