import type { AwsCredentials, Credentials } from "../adapter.js";

/** Environment variables, as in `process.env`. */
export type Environment = { readonly [name: string]: string | undefined };

/** A provider of the AWS SDK's standard chain. It caches what it finds and renews what expires. */
export type CredentialChain = () => Promise<AwsCredentials>;

/**
 * The credentials for Bedrock: the API key in `AWS_BEARER_TOKEN_BEDROCK` when it is set (the AWS SDK prefers it to SigV4
 * too, 3.1162.0, run 2026), else the standard credential chain, whose code is loaded and run on the first `resolve`.
 * Never throws and reads no file itself. What the chain cannot find is an error of the first `resolve`.
 */
export function bedrockCredentials(
  environment: Environment,
  loadChain: () => Promise<CredentialChain> = loadStandardChain,
): Credentials {
  const token = setIn(environment, "AWS_BEARER_TOKEN_BEDROCK");
  if (token !== null) return { kind: "bearer", token };
  let chain: Promise<CredentialChain> | null = null;
  return {
    kind: "aws",
    resolve: async () => {
      chain ??= loadChain();
      const provide = await chain;
      return provide();
    },
  };
}

/** The region of a request: the target's, else `AWS_REGION`, else `AWS_DEFAULT_REGION`; null when none is set. */
export function regionFor(targetRegion: string | null, environment: Environment): string | null {
  return targetRegion ?? setIn(environment, "AWS_REGION") ?? setIn(environment, "AWS_DEFAULT_REGION");
}

/**
 * The scheme that would be used and its source, without any secret. `overrides` lists the variables that are ignored or
 * that override another one.
 */
export type CredentialReport = {
  readonly scheme: "bearer" | "sigv4";
  readonly source: string;
  readonly region: string | null;
  readonly regionSource: string | null;
  readonly overrides: readonly string[];
};

/** Reports the credentials that the environment selects, without loading the chain or opening a connection. */
export function describeBedrockCredentials(environment: Environment): CredentialReport {
  const bearer = setIn(environment, "AWS_BEARER_TOKEN_BEDROCK") !== null;
  const regionSource = ["AWS_REGION", "AWS_DEFAULT_REGION"].find((name) => setIn(environment, name) !== null) ?? null;
  return {
    scheme: bearer ? "bearer" : "sigv4",
    source: bearer ? "AWS_BEARER_TOKEN_BEDROCK" : chainSource(environment),
    region: regionSource === null ? null : setIn(environment, regionSource),
    regionSource,
    overrides: overridesIn(environment, bearer),
  };
}

/**
 * Runs the chain once and reports only whether it found credentials, never the credentials. The message of a failure is
 * the chain's own, which names no secret.
 */
export async function probeAwsCredentials(
  credentials: Credentials,
): Promise<
  { readonly found: true; readonly temporary: boolean } | { readonly found: false; readonly message: string }
> {
  if (credentials.kind === "none") return { found: false, message: "no credentials are configured" };
  if (credentials.kind !== "aws") return { found: true, temporary: false };
  try {
    const { sessionToken } = await credentials.resolve();
    return { found: true, temporary: sessionToken !== undefined && sessionToken !== "" };
  } catch (error) {
    return { found: false, message: error instanceof Error ? error.message : String(error) };
  }
}

async function loadStandardChain(): Promise<CredentialChain> {
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  const provide = defaultProvider();
  return async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await provide();
    return sessionToken === undefined
      ? { accessKeyId, secretAccessKey }
      : { accessKeyId, secretAccessKey, sessionToken };
  };
}

/** The order of the standard chain: a named profile skips the key pair (credential-provider-node 3.972, read 2026-11). */
function chainSource(environment: Environment): string {
  const profile = setIn(environment, "AWS_PROFILE");
  if (profile !== null) return `profile ${profile} (AWS_PROFILE)`;
  const key = setIn(environment, "AWS_ACCESS_KEY_ID") !== null;
  const secret = setIn(environment, "AWS_SECRET_ACCESS_KEY") !== null;
  if (key && secret) return "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  const lead = key || secret ? "half a key pair is set and ignored; " : "";
  const web = setIn(environment, "AWS_WEB_IDENTITY_TOKEN_FILE") !== null ? ", AWS_WEB_IDENTITY_TOKEN_FILE" : "";
  return `${lead}standard chain: shared config and credentials files, SSO, process${web}, container or instance role`;
}

function overridesIn(environment: Environment, bearer: boolean): readonly string[] {
  const overrides: string[] = [];
  if (bearer && setIn(environment, "AWS_ACCESS_KEY_ID") !== null) {
    overrides.push("AWS_BEARER_TOKEN_BEDROCK is used, not AWS_ACCESS_KEY_ID");
  }
  if (!bearer && setIn(environment, "AWS_PROFILE") !== null && setIn(environment, "AWS_ACCESS_KEY_ID") !== null) {
    overrides.push("AWS_PROFILE is used, not AWS_ACCESS_KEY_ID");
  }
  for (const name of ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"]) {
    if (setIn(environment, name) !== null) overrides.push(`${name} is set and ignored`);
  }
  return overrides;
}

/** The value of a variable; null when it is unset or empty, as the AWS SDK reads it. */
function setIn(environment: Environment, name: string): string | null {
  const value = environment[name];
  return value === undefined || value === "" ? null : value;
}
