import type { Target } from "../../chat/target.js";
import { simulatorUrl } from "../../runner/simulator-url.js";
import { createRedactor, type Redactor } from "../../wire/secrets/redact.js";
import {
  type CredentialsFor,
  findCredentials,
  type MissingCredential,
  missingCredentials,
  redactedCredentials,
  simulatorCredentials,
} from "../credentials.js";
import { requireSimulator } from "../require-simulator.js";
import { secretValuesIn } from "../secret-values.js";

/** How the places of an experiment are reached. */
export type PlaceReach = {
  readonly credentialsFor: CredentialsFor;
  /** Null: the target's own address. */
  readonly baseUrlFor: (target: Target) => string | null;
  /** What is missing to ask a target, in words; null: nothing is. */
  readonly lacks: (target: Target) => string | null;
  readonly redactor: Redactor;
};

/** Finds what is there to ask with; `simulator` null: the services themselves. Throws UsageError where no simulator answers (4). */
export async function reachPlaces(
  targets: readonly Target[],
  { simulator, environment }: { readonly simulator: string | null; readonly environment: NodeJS.ProcessEnv },
): Promise<PlaceReach> {
  if (simulator !== null) {
    await requireSimulator(simulator, environment);
    return simulatedReach(simulator, environment);
  }
  const { credentialsFor, missing } = await findCredentials(targets, environment);
  const lacks = lackIn(missing);
  const having = targets.filter((target) => lacks(target) === null);
  return {
    ...(await redactedCredentials(credentialsFor, having, environment)),
    lacks,
    baseUrlFor: () => null,
  };
}

/** What is missing, as far as the environment alone says it: no connection is opened, and AWS credentials are taken to be there. */
export async function planReach(
  targets: readonly Target[],
  { simulator, environment }: { readonly simulator: string | null; readonly environment: NodeJS.ProcessEnv },
): Promise<PlaceReach> {
  if (simulator !== null) return simulatedReach(simulator, environment);
  const keyed = targets.filter(({ auth }) => auth !== "bedrock");
  return {
    credentialsFor: simulatorCredentials,
    lacks: lackIn(await missingCredentials(keyed, { kind: "none" }, environment)),
    baseUrlFor: () => null,
    redactor: createRedactor(secretValuesIn(environment)),
  };
}

function simulatedReach(simulator: string, environment: NodeJS.ProcessEnv): PlaceReach {
  return {
    credentialsFor: simulatorCredentials,
    baseUrlFor: ({ baseUrl }) => simulatorUrl(simulator, baseUrl),
    lacks: () => null,
    redactor: createRedactor(secretValuesIn(environment)),
  };
}

function lackIn(missing: readonly MissingCredential[]): (target: Target) => string | null {
  const lacking = new Map(missing.flatMap((one) => one.targets.map(({ id }) => [id, one.text] as const)));
  return ({ id }) => lacking.get(id) ?? null;
}
