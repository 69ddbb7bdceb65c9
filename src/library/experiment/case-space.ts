import type { Adapter } from "../../adapters/adapter.js";
import { adapterFor } from "../../adapters/registry.js";
import { type Api, askedApiNames } from "../../chat/api.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Catalog } from "../../scenario/catalog.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { failingCall } from "../../verdict/evidence/shown-call.js";
import type { FailingCall, Written } from "../../verdict/experiment/levels/flip.js";
import { sentinelsOf } from "../../verdict/experiment/levels/sentinels.js";
import { type MadeSpace, makeSpace } from "../../verdict/experiment/places/make-space.js";
import type { Verdict } from "../../verdict/verdict.js";
import { UsageError } from "../usage-error.js";
import { symptomOf } from "./judge-arm.js";

/** A failing cell with its trials. */
export type FailingCase = {
  readonly verdict: Verdict;
  readonly target: Target;
  readonly scenario: Scenario;
  readonly transcripts: readonly Transcript[];
};

/** What an experiment explains: the failing call, and the trial that it is from. `symptom`: its bad findings, as `symptomOf` has them. */
export type Explained = {
  readonly call: FailingCall;
  readonly transcript: Transcript;
  readonly turn: Turn;
  readonly symptom: readonly string[];
};

/** The failing call of a cell. Throws UsageError for a cell that does not fail, or of which nothing was sent. */
export function explainedCall({ verdict, target, scenario, transcripts }: FailingCase): Explained {
  const shown = verdict.trials.bad === 0 ? null : failingCall(verdict, transcripts, null);
  const transcript = transcripts.find(({ trial }) => trial === shown?.trial);
  const turn = transcript?.turns.find(({ step }) => step === shown?.step);
  if (shown === null || transcript === undefined || turn === undefined) {
    const { ok, eligible } = verdict.trials;
    throw new UsageError(`${scenario.id} on ${target.id} has no failing reply: ${ok} of ${eligible} trials are ok`, {
      hint: "Name a cell that is bad or mixed, as a run prints it.",
    });
  }
  if (turn.request.change !== null) {
    throw new UsageError(
      `the failing request of ${scenario.id} on ${target.id} breaks a rule on purpose (${turn.step})`,
      {
        hint: "There is nothing else to vary: `llm-parity explain` shows what was sent and what came back.",
      },
    );
  }
  const judged = verdict.judged.find(({ trial }) => trial === shown.trial);
  const bad = judged?.findings.filter(
    ({ severity, step }) => severity === "bad" && (step === null || step === turn.step),
  );
  const symptom = [...new Set((bad ?? []).map(symptomOf))];
  const { client } = verdict.cell;
  const call = {
    request: turn.request,
    target,
    client,
    sentinels: sentinelsOf(scenario.steps.find(({ id }) => id === turn.step)?.expect ?? []),
    findings: [...new Set((bad ?? []).map(({ id }) => id))],
  };
  return { call, transcript, turn, symptom };
}

export type SpaceOptions = {
  readonly catalog: Catalog;
  /** What is missing to ask a target, in words; null: nothing is. */
  readonly lacks: (target: Target) => string | null;
  /** Levels that cost more tokens a call are not asked; null: no limit. */
  readonly mostTokens: number | null;
  /** Other regions to ask in. */
  readonly regions: readonly string[];
};

/** What can be varied of a failing call. */
export async function caseSpace(
  { verdict }: FailingCase,
  { call }: Explained,
  { catalog, lacks, mostTokens, regions }: SpaceOptions,
): Promise<MadeSpace> {
  const write = await bodyWriter();
  const vendors = new Map(catalog.models.map(({ name, vendor }) => [name, vendor]));
  const retired = new Set(catalog.models.flatMap(({ name, retired: gone }) => (gone === null ? [] : [name])));
  return makeSpace(call, {
    targets: catalog.targets.filter(({ model }) => !retired.has(model)),
    vendorOf: (model) => vendors.get(model) ?? null,
    lacks,
    regions,
    served: Object.keys(verdict.upstreams),
    counts: { bad: verdict.trials.bad, eligible: verdict.trials.eligible },
    mostTokens,
    write,
  });
}

/** Writes the body of a request as the adapter of its target sends it, unrepaired. */
export async function bodyWriter(): Promise<(request: ChatRequest, target: Target) => Written> {
  const adapters = new Map<Api, Adapter>(
    await Promise.all(askedApiNames().map(async (api) => [api, await adapterFor(api)] as const)),
  );
  return (request, target) => {
    const encoded = adapters.get(target.api)?.encode(request, { target, policy: "faithful" });
    if (encoded === undefined) return { kind: "refused", why: `there is no adapter for ${target.api}` };
    return encoded.kind === "encoded"
      ? { kind: "body", body: encoded.body }
      : { kind: "refused", why: encoded.message };
  };
}
