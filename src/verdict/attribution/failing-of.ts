import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { TiedViews } from "../client-views/recorded-replies.js";
import type { TrialVerdict, Verdict } from "../verdict.js";
import { byClientViews } from "./by-client-views.js";
import { changesOf } from "./changes.js";
import { nativeCallIdAt } from "./factors/id-form.js";
import type { Failing, Refusal } from "./failing.js";
import { exonerationOf, harnessTwin } from "./harness-twin.js";
import { type Sample, tellingTranscript } from "./samples.js";
import { secondReading, type TurnPlace } from "./second-reading.js";

/** The evidence of one cell. `sample`: its trials, or those of its worst upstream; `all`: the samples of every cell. */
export type CellParts = {
  readonly sample: Sample;
  readonly transcripts: readonly Transcript[];
  readonly scenario: Scenario | undefined;
  readonly target: Target | undefined;
  readonly all: readonly Sample[];
  readonly tiedViews: TiedViews | null;
};

/** A failing or refused cell, with all that its own evidence says of it. */
export function failingOf(verdict: Verdict, parts: CellParts): Failing {
  const { sample, transcripts, scenario, target } = parts;
  const shown = tellingTranscript(transcripts, verdict.judged);
  const step = badSteps(verdict.judged.find(({ trial }) => trial === shown?.trial))[0];
  const turn = shown?.turns.find((one) => one.step === step) ?? shown?.turns.at(-1) ?? null;
  const telling =
    turn === null || shown === null || scenario === undefined ? null : { turn, transcript: shown, scenario };
  return {
    sample,
    ask: sample.asks.find((one) => one.step === turn?.step) ?? sample.asks.at(-1) ?? null,
    symptom: symptomOf(verdict),
    findings: [...new Set(verdict.findings.flatMap(({ id, severity }) => (severity === "bad" ? [id] : [])))],
    refusal: refusalOf(verdict, shown?.turns.map((one) => one.step) ?? []),
    changes: turn === null ? [] : changesOf(turn, scenario),
    ...readersOf(verdict, telling, parts),
    nativeCallId: target === undefined ? null : nativeCallIdAt(target),
  };
}

/** What other readers of the bytes, and the other client, say of a failing cell. */
function readersOf(
  { judged }: Verdict,
  telling: TurnPlace | null,
  { sample, transcripts, scenario, all, tiedViews }: CellParts,
): Pick<Failing, "second" | "twin" | "agreed" | "unused"> {
  const bad = judged.filter(({ outcome }) => outcome === "bad");
  const turns = bad.flatMap((one) => {
    const transcript = transcripts.find(({ trial }) => trial === one.trial);
    if (transcript === undefined || scenario === undefined) return [];
    const steps = badSteps(one);
    return transcript.turns.flatMap((turn) => (steps.includes(turn.step) ? [{ turn, transcript, scenario }] : []));
  });
  const viewed = tiedViews === null ? null : byClientViews(turns, tiedViews);
  const twin = harnessTwin(sample, all, turns);
  return {
    second: viewed?.second ?? (telling === null ? null : secondReading(telling)),
    twin,
    // Where one independent reader sees good content, that others agree rules nothing out.
    agreed: (viewed?.second ?? null) === null ? [...(viewed?.agreed ?? []), ...exonerationOf(twin)] : [],
    unused: viewed?.unused ?? [],
  };
}

/** The steps of a trial that have a bad finding. */
function badSteps(judged: TrialVerdict | undefined): readonly string[] {
  const bad = judged?.findings.filter(({ severity }) => severity === "bad") ?? [];
  return bad.flatMap(({ step }) => step ?? []);
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
