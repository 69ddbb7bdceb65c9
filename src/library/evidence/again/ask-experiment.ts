import { regionFor } from "../../../adapters/bedrock/aws-credentials.js";
import type { Catalog } from "../../../scenario/catalog.js";
import { UsageError } from "../../usage-error.js";
import { clientVersions } from "../../versions.js";
import type { BundleSources, Experiment } from "../bundle-sources.js";
import { armsOf } from "./again-arm.js";
import { againHar } from "./again-har.js";
import { type AgainEvent, askServices, requireLimit, type ServiceOptions } from "./ask-services.js";
import { ownArms } from "./own-arms.js";
import { seedOf } from "./pair-order.js";
import { reachArms } from "./reach-arms.js";
import { recheckSource } from "./recheck-source.js";

export type ExperimentOptions = ServiceOptions & {
  readonly catalog: Catalog;
  readonly pairs: number;
  /** Of a target whose address is not in our own files; null: none. */
  readonly baseUrl: string | null;
  readonly now: () => Date;
  readonly onEvent: (event: AgainEvent) => void;
};

/**
 * Asks the two requests of a case again before it is bundled, in pairs whose order a coin draws. Throws UsageError without credentials
 * (3), where no simulator answers (4), and where no call was answered (4): a bundle of nothing new would look like one of something.
 */
export async function askExperiment(sources: BundleSources, options: ExperimentOptions): Promise<Experiment> {
  requireLimit(options, "asking again");
  const { arms } = recheckSource(sources);
  const { catalog, baseUrl, simulator, environment, pairs } = options;
  const region = regionFor(null, environment);
  const own = ownArms(arms, { catalog, region, baseUrl, asksSimulator: simulator !== null });
  const reach = await reachArms([...new Set(armsOf(own).map(({ target }) => target))], options);
  const askedAt = options.now().toISOString();
  const seed = seedOf(askedAt);
  const { calls, entries, ended } = await askServices({ ...own, pairs, seed }, reach, options);
  if (calls.length === 0) throw new UsageError(`nothing was asked: ${ended ?? "no pair was planned"}`, { code: 4 });
  const versions = await clientVersions("http");
  const { mark } = sources.facts;
  return {
    plan: { pairs, seed, askedAt },
    calls,
    exchanges: againHar(entries, { mark, askedAt, arm: own.failing, versions }),
  };
}
