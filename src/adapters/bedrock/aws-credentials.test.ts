import { expect, test } from "vitest";
import { bedrockCredentials, describeBedrockCredentials, probeAwsCredentials, regionFor } from "./aws-credentials.js";

const secret = "canary-secret";

test("a Bedrock API key beats key pairs and profiles", () => {
  const environment = { AWS_BEARER_TOKEN_BEDROCK: "key", AWS_ACCESS_KEY_ID: "A", AWS_SECRET_ACCESS_KEY: secret };
  expect(bedrockCredentials(environment)).toEqual({ kind: "bearer", token: "key" });
});

test("the chain is loaded once, when first asked, and asked again at each resolve", async () => {
  let loaded = 0;
  let asked = 0;
  const credentials = bedrockCredentials({ AWS_BEARER_TOKEN_BEDROCK: "" }, async () => {
    loaded += 1;
    return async () => {
      asked += 1;
      return { accessKeyId: "A", secretAccessKey: secret };
    };
  });
  if (credentials.kind !== "aws") throw new Error(`unexpected ${credentials.kind}`);
  expect(loaded).toBe(0);
  await credentials.resolve();
  expect(await credentials.resolve()).toEqual({ accessKeyId: "A", secretAccessKey: secret });
  expect([loaded, asked]).toEqual([1, 2]);
});

test.each([
  ["eu-west-1", { AWS_REGION: "a", AWS_DEFAULT_REGION: "b" }, "eu-west-1"],
  [null, { AWS_REGION: "a", AWS_DEFAULT_REGION: "b" }, "a"],
  [null, { AWS_REGION: "", AWS_DEFAULT_REGION: "b" }, "b"],
  [null, {}, null],
])("the target's region %s in %j is %s", (target, environment, region) => {
  expect(regionFor(target, environment)).toBe(region);
});

test.each([
  [
    { AWS_BEARER_TOKEN_BEDROCK: secret, AWS_ACCESS_KEY_ID: secret },
    "bearer",
    "AWS_BEARER_TOKEN_BEDROCK",
    ["AWS_BEARER_TOKEN_BEDROCK is used, not AWS_ACCESS_KEY_ID"],
  ],
  [
    { AWS_ACCESS_KEY_ID: secret, AWS_SECRET_ACCESS_KEY: secret },
    "sigv4",
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    [],
  ],
  [
    { AWS_PROFILE: "work", AWS_ACCESS_KEY_ID: secret },
    "sigv4",
    "profile work (AWS_PROFILE)",
    ["AWS_PROFILE is used, not AWS_ACCESS_KEY_ID"],
  ],
  [
    { AWS_ENDPOINT_URL: "http://x" },
    "sigv4",
    "standard chain: shared config and credentials files, SSO, process, container or instance role",
    ["AWS_ENDPOINT_URL is set and ignored"],
  ],
  [
    { AWS_ACCESS_KEY_ID: secret },
    "sigv4",
    "half a key pair is set and ignored; standard chain: shared config and credentials files, SSO, process, container or instance role",
    [],
  ],
  [
    { AWS_SECRET_ACCESS_KEY: secret, AWS_WEB_IDENTITY_TOKEN_FILE: "/token" },
    "sigv4",
    "half a key pair is set and ignored; standard chain: shared config and credentials files, SSO, process, AWS_WEB_IDENTITY_TOKEN_FILE, container or instance role",
    [],
  ],
  [
    {
      AWS_BEARER_TOKEN_BEDROCK: secret,
      AWS_PROFILE: "work",
      AWS_ENDPOINT_URL: "u",
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "v",
    },
    "bearer",
    "AWS_BEARER_TOKEN_BEDROCK",
    ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME is set and ignored", "AWS_ENDPOINT_URL is set and ignored"],
  ],
  [{ AWS_PROFILE: "work", AWS_ACCESS_KEY_ID: "" }, "sigv4", "profile work (AWS_PROFILE)", []],
])("the report names scheme and source and no secret (%#)", (environment, scheme, source, overrides) => {
  const report = describeBedrockCredentials({ ...environment, AWS_REGION: "eu-west-1" });
  expect(report).toEqual({ scheme, source, region: "eu-west-1", regionSource: "AWS_REGION", overrides });
  expect(JSON.stringify(report)).not.toContain(secret);
});

test.each([
  [{}, null, null],
  [{ AWS_DEFAULT_REGION: "b" }, "b", "AWS_DEFAULT_REGION"],
  [{ AWS_REGION: "", AWS_DEFAULT_REGION: "b" }, "b", "AWS_DEFAULT_REGION"],
  [{ AWS_REGION: "a", AWS_DEFAULT_REGION: "b" }, "a", "AWS_REGION"],
])("of %j the report says the region %s of %s", (environment, region, regionSource) => {
  expect(describeBedrockCredentials(environment)).toMatchObject({ region, regionSource });
});

test("a probe says whether there is something, and whether it is temporary", async () => {
  const found = (sessionToken?: string) =>
    probeAwsCredentials({
      kind: "aws",
      resolve: async () => ({
        accessKeyId: "A",
        secretAccessKey: secret,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      }),
    });
  expect(await found()).toEqual({ found: true, temporary: false });
  expect(await found("s")).toEqual({ found: true, temporary: true });
  expect(await found("")).toEqual({ found: true, temporary: false });
  expect(await probeAwsCredentials({ kind: "bearer", token: "t" })).toEqual({ found: true, temporary: false });
  const odd = { kind: "aws", resolve: () => Promise.reject("no error object") } as const;
  expect(await probeAwsCredentials(odd)).toEqual({ found: false, message: "no error object" });
  const missing = { kind: "aws", resolve: () => Promise.reject(new Error("none found")) } as const;
  expect(await probeAwsCredentials(missing)).toEqual({ found: false, message: "none found" });
  expect(await probeAwsCredentials({ kind: "none" })).toEqual({
    found: false,
    message: "no credentials are configured",
  });
});
