import type { AwsCredentials, Credentials } from "../adapters/adapter.js";
import {
  bedrockCredentials,
  describeBedrockCredentials,
  type Environment,
  probeAwsCredentials,
} from "../adapters/bedrock/aws-credentials.js";
import type { Target } from "../chat/target.js";
import { createRedactor, type Redactor } from "../wire/secrets/redact.js";
import { exitCodes } from "./exit-code.js";
import { secretValuesIn } from "./secret-values.js";
import { UsageError } from "./usage-error.js";

export type CredentialsFor = (target: Target) => Credentials;

/** What a simulator is sent: the shape of a credential, without a secret. */
const simulated: { readonly [auth in Target["auth"]]: Credentials } = {
  none: { kind: "none" },
  bearer: { kind: "bearer", token: "simulated" },
  "api-key": { kind: "bearer", token: "simulated" },
  bedrock: { kind: "bearer", token: "simulated" },
};

/** Stands in for a target's credentials when a simulator is asked. */
export const simulatorCredentials: CredentialsFor = ({ auth }) => simulated[auth];

/** One credential that is missing. `text`: the providers that want it, and how to set it. `targets`: those that want it. */
export type MissingCredential = { readonly text: string; readonly targets: readonly Target[] };

/** The credentials of every target that has some, and those that are missing. */
export async function findCredentials(
  targets: readonly Target[],
  environment: Environment,
): Promise<{ readonly credentialsFor: CredentialsFor; readonly missing: readonly MissingCredential[] }> {
  const bedrock = bedrockCredentials(environment);
  const missing = await missingCredentials(targets, bedrock, environment);
  return { credentialsFor: (target) => credentialOf(target, bedrock, environment), missing };
}

/** The error of a run that can ask nothing, for want of these credentials. */
export function nothingToAsk(missing: readonly MissingCredential[]): UsageError {
  return new UsageError(`credentials are missing:\n${missing.map(({ text }) => `  - ${text}`).join("\n")}`, {
    hint: "Set them in the environment, or in a file given with --keys-file; `llm-parity doctor` shows what would be used.",
    code: exitCodes.credentials,
  });
}

/** Each missing credential, once; empty when none is missing. */
export async function missingCredentials(
  targets: readonly Target[],
  bedrock: Credentials,
  environment: Environment,
): Promise<readonly MissingCredential[]> {
  const keys = missingKeys(targets, environment);
  const signed = targets.filter(({ auth }) => auth === "bedrock");
  if (signed.length === 0) return keys;
  const probe = await probeAwsCredentials(bedrock);
  if (probe.found) return keys;
  const how = "set AWS_BEARER_TOKEN_BEDROCK, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  const { source } = describeBedrockCredentials(environment);
  return [...keys, { text: `bedrock: ${how} (looked in ${source}: ${probe.message})`, targets: signed }];
}

/** Credentials, and a redactor that knows their values: keys, tokens, and what the AWS chain finds, now and whenever it renews it. */
export type RedactedCredentials = { readonly credentialsFor: CredentialsFor; readonly redactor: Redactor };

/**
 * A redactor of every value that must not appear in any output, and the same credentials, whose renewed values it learns before their first
 * use. `targets`: those that have credentials.
 */
export async function redactedCredentials(
  credentialsFor: CredentialsFor,
  targets: readonly Target[],
  environment: Environment,
): Promise<RedactedCredentials> {
  const found = await Promise.all([...new Set(targets.map(credentialsFor))].map(valuesOf));
  const redactor = createRedactor(longEnough([...new Set([...found.flat(), ...secretValuesIn(environment)])]));
  return { credentialsFor: (target) => learned(credentialsFor(target), redactor), redactor };
}

function learned(credentials: Credentials, redactor: Redactor): Credentials {
  if (credentials.kind !== "aws") return credentials;
  return {
    kind: "aws",
    resolve: async () => {
      const found = await credentials.resolve();
      redactor.learn(longEnough(awsValues(found)));
      return found;
    },
  };
}

/** Shorter values occur in any text. */
function longEnough(values: readonly string[]): readonly string[] {
  return values.filter((value) => value.length >= 8);
}

/** A variable that several providers want is missing once. */
function missingKeys(targets: readonly Target[], environment: Environment): readonly MissingCredential[] {
  const wanting = new Map<string, Target[]>();
  for (const target of targets) {
    const { auth, keyVariable } = target;
    if ((auth !== "bearer" && auth !== "api-key") || keyVariable === null || environment[keyVariable]) continue;
    wanting.set(keyVariable, [...(wanting.get(keyVariable) ?? []), target]);
  }
  return [...wanting].map(([variable, those]) => {
    const providers = [...new Set(those.map(({ provider }) => provider))];
    return { text: `${providers.join(", ")}: set ${variable}`, targets: those };
  });
}

function credentialOf({ auth, keyVariable }: Target, bedrock: Credentials, environment: Environment): Credentials {
  if (auth === "none") return { kind: "none" };
  if (auth === "bedrock") return bedrock;
  const token = keyVariable === null ? undefined : environment[keyVariable];
  return token === undefined || token === "" ? { kind: "none" } : { kind: "bearer", token };
}

async function valuesOf(credentials: Credentials): Promise<readonly string[]> {
  if (credentials.kind === "bearer") return [credentials.token];
  return credentials.kind === "aws" ? awsValues(await credentials.resolve()) : [];
}

function awsValues({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials): readonly string[] {
  return [accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
}
