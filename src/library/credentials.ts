import type { Credentials } from "../adapters/adapter.js";
import {
  bedrockCredentials,
  describeBedrockCredentials,
  type Environment,
  probeAwsCredentials,
} from "../adapters/bedrock/aws-credentials.js";
import type { Target } from "../chat/target.js";
import { exitCodes } from "./exit-code.js";
import { secretValuesIn } from "./secret-values.js";
import { UsageError } from "./usage-error.js";

export type CredentialsFor = (target: Target) => Credentials;

/** What a simulator is sent: the shape of a credential, without a secret. */
const simulated: { readonly [auth in Target["auth"]]: Credentials } = {
  none: { kind: "none" },
  bearer: { kind: "bearer", token: "simulated" },
  bedrock: { kind: "bearer", token: "simulated" },
};

/** Stands in for a target's credentials when a simulator is asked. */
export const simulatorCredentials: CredentialsFor = ({ auth }) => simulated[auth];

/**
 * The credentials of every target, checked before anything is asked: a run that lacks a key fails at once, and the
 * UsageError lists every variable that is missing.
 */
export async function credentialsFor(targets: readonly Target[], environment: Environment): Promise<CredentialsFor> {
  const bedrock = bedrockCredentials(environment);
  const missing = await missingCredentials(targets, bedrock, environment);
  if (missing.length > 0) {
    throw new UsageError(`credentials are missing:\n${missing.map((line) => `  - ${line}`).join("\n")}`, {
      hint: "Set them in the environment, or in a file given with --keys-file; `llm-parity doctor` shows what would be used.",
      code: exitCodes.credentials,
    });
  }
  return (target) => credentialOf(target, bedrock, environment);
}

/** One line for each missing credential, with how to set it; empty when none is missing. */
export async function missingCredentials(
  targets: readonly Target[],
  bedrock: Credentials,
  environment: Environment,
): Promise<readonly string[]> {
  const variables = targets
    .filter(({ auth }) => auth === "bearer")
    .map(({ keyVariable, provider }) => ({ keyVariable, provider }));
  const keys = [...new Map(variables.map((one) => [one.keyVariable, one])).values()]
    .filter(({ keyVariable }) => keyVariable !== null && !environment[keyVariable])
    .map(({ keyVariable, provider }) => `${provider}: set ${keyVariable}`);
  if (!targets.some(({ auth }) => auth === "bedrock")) return keys;
  const probe = await probeAwsCredentials(bedrock);
  if (probe.found) return keys;
  const how = "set AWS_BEARER_TOKEN_BEDROCK, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  const { source } = describeBedrockCredentials(environment);
  return [...keys, `bedrock: ${how} (looked in ${source}: ${probe.message})`];
}

/** Every value that must not appear in any output: keys, tokens, and what the AWS chain found. */
export async function secretsOf(
  credentials: CredentialsFor,
  targets: readonly Target[],
  environment: Environment,
): Promise<readonly string[]> {
  const found = await Promise.all([...new Set(targets.map(credentials))].map(valuesOf));
  return [...new Set([...found.flat(), ...secretValuesIn(environment)])].filter((value) => value.length >= 8);
}

function credentialOf({ auth, keyVariable }: Target, bedrock: Credentials, environment: Environment): Credentials {
  if (auth === "none") return { kind: "none" };
  if (auth === "bedrock") return bedrock;
  const token = keyVariable === null ? undefined : environment[keyVariable];
  return token === undefined || token === "" ? { kind: "none" } : { kind: "bearer", token };
}

async function valuesOf(credentials: Credentials): Promise<readonly string[]> {
  if (credentials.kind === "bearer") return [credentials.token];
  if (credentials.kind !== "aws") return [];
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials.resolve();
  return [accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
}
