import { join } from "node:path";
import { regionFor } from "../../adapters/bedrock/aws-credentials.js";
import type { ChoiceOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes, worst } from "../../library/exit-code.js";
import { saveResults } from "../../library/probes/ask-and-keep.js";
import { planRoutes, type RoutePlan, refuseUnpriced } from "../../library/routes/plan-routes.js";
import { type RouteRun, runRoutes } from "../../library/routes/run-routes.js";
import { surfacesOf } from "../../library/routes/surfaces.js";
import { UsageError } from "../../library/usage-error.js";
import { loadModels } from "../../scenario/load-models.js";
import { selectTargets } from "../../scenario/select.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { formatRoutePlan, formatRoutes, routePlanJson, routesJson } from "./format-routes.js";

/** The options of `doctor --routes`. `maxCost`: in US dollars; null: none was given. */
export type RoutesOptions = Pick<ChoiceOptions, "model" | "provider" | "api" | "target"> & {
  readonly models: string;
  readonly maxCost: number | null;
  readonly probes: string;
  readonly simulator?: string;
  readonly plan?: true;
  readonly json?: true;
};

/**
 * `llm-parity doctor --routes`: prints the price, asks each surface of the chosen models once, and says which serve them. Resolves with 1
 * where an answer differs from the models file, 3 where a key was refused, 4 where no surface was decided.
 */
export async function routes(options: RoutesOptions): Promise<ExitCode | number> {
  const plan = await planOf(options);
  const text = formatRoutePlan(plan);
  if (options.plan === true) {
    print(options.json === true ? JSON.stringify(routePlanJson(plan), null, 2) : text);
    return exitCodes.fine;
  }
  if (options.json === true) log(text);
  else print(text);
  const simulator = options.simulator ?? null;
  if (simulator === null || options.maxCost !== null) refuseUnpriced(plan, options.maxCost);
  const signals = watchAskingSignals();
  try {
    const run = await runRoutes(plan, {
      ...{ simulator, environment: process.env, root: options.probes, startedAt: new Date() },
      ...{ maxCostUsd: options.maxCost ?? plan.costUsd, stop: signals.signal, abort: signals.abort },
      onMissing: (what) => log(`not asked, since a key is missing: ${sanitise(what)}`),
      onAsked: (name, status) => log(`asked ${name}: ${status === null ? "no answer" : `HTTP ${status}`}`),
    });
    const json = `${JSON.stringify(routesJson(plan, run), null, 2)}\n`;
    await saveResults(join(run.folder, "routes.json"), json, process.env);
    print(options.json === true ? json : `\n${await formatRoutes(run)}`);
    return signals.exitCode() ?? codeOf(run);
  } finally {
    signals.stop();
  }
}

/** A target names its model; --provider and --api leave out surfaces. */
async function planOf({ models, model = [], target = [], provider = [], api = [] }: RoutesOptions): Promise<RoutePlan> {
  const catalog = loadModels(models);
  const region = regionFor(null, process.env);
  const chosen = selectTargets(catalog, { models: model, targets: target, region });
  const has = (names: readonly string[], name: string) => names.length === 0 || names.includes(name);
  const surfaces = surfacesOf(catalog, chosen).filter(
    ({ target: one }) => has(provider, one.provider) && has(api, one.api),
  );
  if (surfaces.length > 0) return planRoutes(surfaces, catalog);
  throw new UsageError("no surface is left", {
    hint: "Drop --provider or --api; write APIs without -stream, since a surface serves both or none.",
  });
}

function codeOf({ results }: RouteRun): ExitCode {
  const decided = results.filter(({ state }) => state === "served" || state === "not-served");
  return worst([
    decided.length === 0 ? exitCodes.unmeasured : exitCodes.fine,
    results.some(({ state }) => state === "key-refused") ? exitCodes.credentials : exitCodes.fine,
    results.some(({ differs }) => differs) ? exitCodes.failing : exitCodes.fine,
  ]);
}
