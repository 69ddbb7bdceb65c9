import { regionFor } from "../../adapters/bedrock/aws-credentials.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { exitCodes } from "../../library/exit-code.js";
import { type PlaceReach, planReach, reachPlaces } from "../../library/experiment/reach-places.js";
import { incomparableTokens } from "../../library/identity/compare-targets.js";
import { armsFor, type TargetPair } from "../../library/identity/probe-request.js";
import { UsageError } from "../../library/usage-error.js";
import type { Battery } from "../../scenario/battery/battery-file.js";
import type { Catalog } from "../../scenario/catalog.js";
import { readBattery } from "../../scenario/compiled/read-battery.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import { selectTargets } from "../../scenario/select.js";
import { typedExample } from "../../scenario/target-examples.js";
import type { ArmId } from "../../verdict/identity/call.js";
import { costOfCall, limitPrice } from "../cause/cost-of-call.js";

export type PairOptions = {
  readonly models: string;
  readonly battery: string;
  readonly baseUrl?: string;
  readonly baseUrlB?: string;
  readonly simulator?: string;
  readonly maxCost?: number;
  readonly plan?: true;
};

/** Two targets that can be asked, and what with. */
export type PreparedPair = {
  readonly typed: { readonly A: string; readonly B: string };
  readonly pair: TargetPair;
  readonly battery: Battery;
  readonly arms: readonly ArmId[];
  readonly incomparable: string | null;
  readonly reach: PlaceReach;
  /** The most that a request costs at a target, in US dollars; null: its model has no dated price. */
  readonly costOf: (target: Target, request: ChatRequest) => number | null;
};

/** Finds the two targets, the questions, and how they are reached. Throws UsageError or a SelectionError for what cannot be asked. */
export async function preparePair(typed: readonly string[], options: PairOptions): Promise<PreparedPair> {
  const { A, B } = namedPair(typed);
  const catalog = await readModels(options.models);
  const battery = await readBattery(options.battery);
  const pair = {
    A: targetOf(catalog, A, options.baseUrl),
    B: targetOf(catalog, B, options.baseUrlB ?? options.baseUrl),
  };
  refuseIdleAddresses(pair, catalog, options);
  const targets = [pair.A, pair.B, ...catalog.targets];
  const { simulator = null, maxCost = null, plan = false } = options;
  const reach = await (plan ? planReach : reachPlaces)([pair.A, pair.B], { simulator, environment: process.env });
  if (!plan) refuseUnreachable(pair, { reach, targets, maxCost });
  return {
    ...{ typed: { A, B }, pair, battery, arms: armsFor(pair), incomparable: incomparableTokens(pair), reach },
    costOf: (target, request) => costOfCall(limitPrice(target, targets), request),
  };
}

/** The two targets as typed. Throws UsageError for fewer or more than two. */
export function namedPair(typed: readonly string[]): { readonly A: string; readonly B: string } {
  const [A, B, ...more] = typed;
  if (A !== undefined && B !== undefined && more.length === 0) return { A, B };
  throw new UsageError(`name the two targets to compare: ${typed.length === 0 ? "none is" : typed.length} given`, {
    hint: `Give ids of \`llm-parity list targets\`, or typed ones such as ${typedExample}; --resume FOLDER continues a test.`,
  });
}

function targetOf(catalog: Catalog, text: string, baseUrl: string | undefined): Target {
  const region = regionFor(null, process.env);
  const [target] = selectTargets(catalog, {
    targets: [text],
    region,
    baseUrl: isListed(catalog, text) ? null : (baseUrl ?? null),
  });
  if (target === undefined) throw new UsageError(`there is no target "${text}"`);
  return target;
}

function isListed({ targets }: Catalog, text: string): boolean {
  return targets.some(({ id }) => id === text);
}

function refuseIdleAddresses(
  { A, B }: TargetPair,
  catalog: Catalog,
  { baseUrl, baseUrlB, simulator }: PairOptions,
): void {
  const [typedA, typedB] = [A, B].map(({ id }) => !isListed(catalog, id));
  const idle =
    baseUrl !== undefined && !typedA && !typedB
      ? "--base-url"
      : baseUrlB !== undefined && !typedB
        ? "--base-url-b"
        : null;
  if (idle !== null) {
    throw new UsageError(`${idle} has no effect: it is for typed targets`, {
      hint: `Drop it, or type one, such as ${typedExample}.`,
    });
  }
  if (simulator !== undefined && baseUrlB !== undefined) {
    throw new UsageError("--base-url-b has no effect with --simulator", { hint: "Drop it." });
  }
}

type Reaching = { readonly reach: PlaceReach; readonly targets: readonly Target[]; readonly maxCost: number | null };

function refuseUnreachable({ A, B }: TargetPair, { reach, targets, maxCost }: Reaching): void {
  for (const target of [A, B]) {
    const why = reach.lacks(target);
    if (why !== null) {
      throw new UsageError(`${target.id} cannot be asked: ${why}`, {
        hint: "Set the key in the environment or with --keys-file; `llm-parity doctor` shows what is missing.",
        code: exitCodes.credentials,
      });
    }
    if (maxCost !== null && limitPrice(target, targets) === null) {
      throw new UsageError(
        `${target.id} cannot be asked: no offer of its model has a dated price, so --max-cost could not be enforced`,
        {
          hint: "Limit the calls with --budget instead of --max-cost; or add the price to the models file, with its source and date.",
        },
      );
    }
  }
}
