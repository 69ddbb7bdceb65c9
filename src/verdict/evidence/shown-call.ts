import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { TrialVerdict, Verdict } from "../verdict.js";
import type { ShownCall } from "./case-facts.js";

/**
 * The call of a failing cell that is shown: the first bad trial for which the working cell has a good one of the same number, since the
 * two then share their reference; else the first bad trial. Of a gateway it is one of the upstream that fails most, which is the one that
 * an attribution explains. Its turn is that of the first bad finding. Null: nothing was sent.
 */
export function failingCall(
  verdict: Verdict,
  transcripts: readonly Transcript[],
  working: Pick<Verdict, "judged"> | null,
): ShownCall | null {
  const others = verdict.judged.filter(({ outcome }) => outcome !== "ok");
  const bad = others.filter(({ outcome }) => outcome === "bad");
  const worst = worstUpstream(verdict);
  const ofWorst = worst === null ? bad : bad.filter(({ upstream }) => upstream === worst);
  const good = new Set((working?.judged ?? []).flatMap(({ trial, outcome }) => (outcome === "ok" ? [trial] : [])));
  const isPaired = ({ trial }: TrialVerdict): boolean => good.has(trial);
  for (const { trial, findings } of [...ofWorst.filter(isPaired), ...ofWorst, ...bad, ...others]) {
    const step = findings.find(({ severity }) => severity === "bad")?.step ?? null;
    const found = callOf(transcripts, { trial, step });
    if (found !== null) return { ...cellOf(verdict), ...found };
  }
  return null;
}

/** The call of the working cell that answers the same step, of the same trial where that one is good. Null: nothing was sent. */
export function workingCall(
  verdict: Pick<Verdict, "cell" | "judged">,
  transcripts: readonly Transcript[],
  { trial: shared, step }: ShownCall,
): ShownCall | null {
  const good = verdict.judged.filter(({ outcome }) => outcome === "ok");
  for (const { trial } of [...good.filter((one) => one.trial === shared), ...good]) {
    const found = callOf(transcripts, { trial, step });
    if (found !== null) return { ...cellOf(verdict), ...found };
  }
  return null;
}

/** Null: fewer than two upstreams answered, so that there is nothing to choose. */
function worstUpstream({ upstreams }: Verdict): string | null {
  const rates = Object.entries(upstreams).map(([name, [ok, eligible]]) => ({ name, rate: 1 - ok / eligible }));
  return rates.length < 2 ? null : (rates.toSorted((a, b) => b.rate - a.rate)[0]?.name ?? null);
}

function cellOf({ cell: { target, scenario, client } }: Pick<Verdict, "cell">): Omit<ShownCall, Found> {
  return { target, scenario, client };
}

type Found = "trial" | "step" | "exchange";

/** The call of a step in its last attempt, else that of the last turn; null: nothing was sent, or no bytes of it were kept. */
function callOf(
  transcripts: readonly Transcript[],
  { trial, step }: { readonly trial: number; readonly step: string | null },
): Pick<ShownCall, Found> | null {
  const turns: readonly Turn[] = transcripts.find((one) => one.trial === trial)?.turns ?? [];
  const turn = turns.find((one) => one.step === step) ?? turns.at(-1);
  const exchange = turn?.attempts.at(-1)?.exchange ?? null;
  return turn === undefined || exchange === null ? null : { trial, step: turn.step, exchange };
}
