import type { Target } from "../../../chat/target.js";
import { simulatorUrl } from "../../../runner/simulator-url.js";
import { createRedactor, type Redactor } from "../../../wire/secrets/redact.js";
import {
  type CredentialsFor,
  findCredentials,
  nothingToAsk,
  redactedCredentials,
  simulatorCredentials,
} from "../../credentials.js";
import { requireSimulator } from "../../require-simulator.js";
import { secretValuesIn } from "../../secret-values.js";

/** How the targets of a pair are reached. `baseUrlFor` null: at the target's own address. */
export type PairReach = {
  readonly credentialsFor: CredentialsFor;
  readonly baseUrlFor: (target: Target) => string | null;
  readonly redactor: Redactor;
};

/**
 * Finds the credentials of every target, or tries the simulator (null: the services themselves). Throws UsageError where one is missing
 * (3): half a pair compares nothing; and where no simulator answers (4).
 */
export async function reachArms(
  targets: readonly Target[],
  { simulator, environment }: { readonly simulator: string | null; readonly environment: NodeJS.ProcessEnv },
): Promise<PairReach> {
  if (simulator !== null) {
    await requireSimulator(simulator, environment);
    return {
      credentialsFor: simulatorCredentials,
      baseUrlFor: ({ baseUrl }) => simulatorUrl(simulator, baseUrl),
      redactor: createRedactor(secretValuesIn(environment)),
    };
  }
  const { credentialsFor, missing } = await findCredentials(targets, environment);
  if (missing.length > 0) throw nothingToAsk(missing);
  return { ...(await redactedCredentials(credentialsFor, targets, environment)), baseUrlFor: () => null };
}
