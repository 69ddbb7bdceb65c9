import type { AskedExchange } from "./answer.js";
import { type AskAndKeepOptions, type AskedAndKept, askAndKeep } from "./ask-and-keep.js";
import type { Assumption, Decision } from "./assumption.js";
import { judgeProbe } from "./judge-probe.js";
import type { ProbePlan } from "./plan-probes.js";

/** One assumption with what its probe showed. `asked`: the names of its asks that were made. */
export type ProbeResult = Decision & { readonly assumption: Assumption; readonly asked: readonly string[] };

/** What was asked, and what it shows. */
export type ProbeRun = Omit<AskedAndKept, "exchanges" | "lacking"> & { readonly results: readonly ProbeResult[] };

/** Asks what a plan has and the credentials allow, keeps the bytes, and decides. Throws as {@link askAndKeep} does. */
export async function runProbes(plan: ProbePlan, options: AskAndKeepOptions): Promise<ProbeRun> {
  const { exchanges, lacking, ...asked } = await askAndKeep(plan.asks, options);
  return { ...asked, results: plan.assumptions.map((one) => resultOf(one, exchanges, lacking)) };
}

function resultOf(
  assumption: Assumption,
  exchanges: ReadonlyMap<string, AskedExchange>,
  lacking: ReadonlyMap<string, string>,
): ProbeResult {
  const names = assumption.probe.kind === "ask" ? assumption.probe.asks.map(({ name }) => name) : [];
  const asked = names.filter((name) => exchanges.has(name));
  const want = names.map((name) => lacking.get(name)).find((text) => text !== undefined);
  if (want !== undefined) return { assumption, asked, state: "open", evidence: `not asked: ${want}` };
  return { assumption, asked, ...judgeProbe(assumption, exchanges) };
}
