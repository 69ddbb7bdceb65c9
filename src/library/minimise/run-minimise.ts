import { sameJson } from "../../verdict/checks/same-json.js";
import {
  type ControlAsk,
  type ControlCall,
  type ControlOptions,
  type ControlProof,
  nextControl,
} from "../../verdict/minimise/control/control-proof.js";
import type { MinimiseAsk, MinimiseCall } from "../../verdict/minimise/search/call.js";
import { type Minimiser, openMinimiser } from "../../verdict/minimise/search/minimise.js";
import type { MinimiseResult } from "../../verdict/minimise/search/result.js";
import { type Answered, type Ended, pauseAfter, problemAfter } from "../experiment/after-call.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { askProbe, type Probe } from "./ask-probe.js";
import type { Control } from "./control.js";
import type { Minimisation } from "./minimisation.js";
import type { MinimiseRun } from "./minimise-run.js";
import type { KeptProbe, MinimiseFacts, MinimiseStore } from "./minimise-store.js";

/** `result` null: it ended before it was decided. `control` null: it was not asked, with `idle` why, or is not decided yet. */
export type Minimised = {
  readonly result: MinimiseResult | null;
  readonly control: ControlProof | null;
  /** Why a control that is there cannot be asked about what is left; null: it can, or there is none. */
  readonly idle: string | null;
  readonly calls: readonly KeptProbe[];
  readonly ended: Ended | null;
};

/**
 * Takes away what the failure does not need, and then holds what is left against the control, one call at a time. Every call is on
 * the disk before the next is chosen.
 */
export async function runMinimise(run: MinimiseRun): Promise<Minimised> {
  const calls = [...run.store.earlier];
  const { minimiser, over } = reopened(run, calls);
  const asking = { run, calls, voids: 0 };
  for (let step = minimiser.step(); step.kind === "ask"; step = minimiser.step()) {
    const probe = { ask: step, placed: run.minimisation.place(step.request) };
    const asked = await askNext(asking, probe);
    if (asked.kept !== null && isSearch(asked.kept.call)) minimiser.add(asked.kept.call);
    if (asked.ended !== null) return { result: null, control: null, idle: null, calls, ended: asked.ended };
  }
  const step = minimiser.step();
  if (step.kind === "ask") throw new TypeError("the search has not ended");
  const { result } = step;
  const idle = run.control === null ? null : whyIdle(result, run.control, run.minimisation);
  if (run.control === null || idle !== null) return { result, control: null, idle, calls, ended: null };
  return { result, ...(await proveControl(asking, result, over)), idle, calls };
}

/** The search of a plan: what its calls so far say. Throws as {@link runMinimise} does. */
export function searchOf({
  minimisation,
  facts,
  budget,
}: Pick<MinimiseStore, "facts" | "budget"> & { readonly minimisation: Minimisation }): Minimiser {
  return openMinimiser(minimisation.request, {
    ...{ seed: facts.seed, budget, suspects: facts.suspects },
    bodyOf: (request) => {
      const body = minimisation.bodyAt(minimisation.place(request));
      return body === null ? null : JSON.stringify(body);
    },
  });
}

type Reopened = { readonly minimiser: Minimiser; readonly over: readonly ControlCall[] };

/** The search as its earlier calls left it, and the calls of the control. Throws UsageError for calls that this version would not make. */
function reopened({ minimisation, store }: MinimiseRun, calls: readonly KeptProbe[]): Reopened {
  const minimiser = searchOf({ ...store, minimisation });
  const over: ControlCall[] = [];
  try {
    for (const { call } of calls) {
      if (isSearch(call)) minimiser.add(call);
      else over.push(call);
    }
    return { minimiser, over };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${formatPath(store.folder)} cannot go on: ${error.message}`, {
      hint: `It was begun by llm-parity ${store.facts.program}, or its journal was changed; begin a new one.`,
    });
  }
}

function isSearch(call: KeptProbe["call"]): call is MinimiseCall {
  return call.stage !== "control";
}

type Asking = { readonly run: MinimiseRun; readonly calls: KeptProbe[]; voids: number };
type Next = { readonly kept: KeptProbe | null; readonly ended: Ended | null };

/** Makes one call and waits where the service is busy. `ended`: nothing more is asked. */
async function askNext(
  asking: Asking,
  { ask, placed }: Omit<Probe<MinimiseAsk | ControlAsk>, "number">,
): Promise<Next> {
  const { run, calls } = asking;
  const asked = await askProbe(run, { ask, placed, number: calls.length + 1 });
  if (asked.ended !== null) return { kept: null, ended: asked.ended };
  const { kept } = asked;
  calls.push(kept);
  asking.voids = kept.call.outcome === "void" ? asking.voids + 1 : 0;
  const answered: readonly Answered[] = [asked.answered];
  const ended = problemAfter(answered, asking.voids);
  if (ended === null) await pauseAfter(run, answered, asking.voids);
  return { kept, ended };
}

function whyIdle(
  { ending, request }: MinimiseResult,
  control: Control,
  { place, bodyAt }: Minimisation,
): string | null {
  if (ending !== "fixed-point") return "the search did not end at a fixed point";
  const placed = control.place(request);
  const body = bodyAt(placed);
  if (body === null) return "what is left cannot be written for it";
  const isSame = control.kind === "factor" && sameJson(body, bodyAt(place(request)) ?? null);
  return isSame ? "it changes nothing in what is left" : null;
}

/** Asks what is left and its control in turns, until that decides. */
async function proveControl(
  asking: Asking,
  result: MinimiseResult,
  earlier: readonly ControlCall[],
): Promise<Pick<Minimised, "control" | "ended">> {
  const { control, minimisation, store } = asking.run;
  if (control === null) return { control: null, ended: null };
  const options = controlOptions({ ...store, result, kind: control.kind });
  const over = [...earlier];
  for (;;) {
    const step = nextControl(over, options);
    if (!("kind" in step)) return { control: step, ended: null };
    const place = step.side === "failing" ? minimisation.place : control.place;
    const { kept, ended } = await askNext(asking, { ask: step, placed: place(result.request) });
    if (kept !== null && !isSearch(kept.call)) over.push(kept.call);
    if (ended !== null) return { control: null, ended };
  }
}

type Proving = {
  readonly facts: Pick<MinimiseFacts, "seed">;
  readonly budget: number;
  readonly result: MinimiseResult;
  readonly kind: "factor" | "place";
};

function controlOptions({ facts, budget, result, kind }: Proving): ControlOptions {
  return {
    seed: facts.seed,
    expected: result.own,
    calls: Math.max(0, budget - result.calls),
    sameUpstream: kind === "factor",
  };
}
