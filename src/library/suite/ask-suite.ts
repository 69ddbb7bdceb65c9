import { askServices } from "./ask-services.js";
import { concludeRun } from "./conclude-run.js";
import type { MatrixOptions } from "./make-matrix.js";
import { planAsking } from "./plan/plan-suite.js";
import { type AskOptions, withFiles } from "./suite-options.js";
import { type SuiteResult, suiteResult } from "./suite-result.js";

const defaults = {
  client: "sdk",
  retries: 0,
  seed: 1,
  firstByteTimeout: 60_000,
  idleTimeout: 60_000,
  totalTimeout: 300_000,
  runs: "runs",
  fixtures: "fixtures",
} as const;

/** Asks a suite of its services, or of a simulator. */
export async function askSuite(given: AskOptions): Promise<SuiteResult> {
  const { choice, plan, ...sampling } = await planAsking(given);
  const { record = false, nonce = false, environment = process.env, ...rest } = given;
  const options = { ...defaults, ...rest, trials: sampling.trials };
  const shown: MatrixOptions = { ...options, ...sampling, ...(nonce ? { nonce } : {}) };
  const result = await askServices({
    plan,
    targets: choice.targets,
    providers: choice.catalog.providers,
    options,
    ...(given.signal === undefined ? {} : { signal: given.signal }),
    environment,
    kept: {
      ...(given.simulator === undefined ? { live: true } : {}),
      ...keptOf(withFiles(given)),
      ...keptOf(shown),
    },
    onEvent: given.onEvent ?? (() => undefined),
    record,
    nonce,
    ...(given.nonceSeed === undefined ? {} : { nonceSeed: given.nonceSeed }),
    ...(given.shard === undefined ? {} : { shard: given.shard }),
    ...sampling,
  });
  return suiteResult(await concludeRun({ choice, result, options: shown }), {
    ...{ result, targets: choice.targets, fixtures: options.fixtures },
  });
}

/** The options that `report` and `run --resume` need: all but what lives in this process. */
function keptOf({ environment: _, signal: __, onEvent: ___, ...rest }: AskOptions): {
  readonly [name: string]: unknown;
} {
  return rest;
}
