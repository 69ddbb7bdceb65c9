import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Credentials } from "../src/adapters/adapter.js";
import type { Client } from "../src/chat/api.js";
import { createLiveTransport } from "../src/wire/transport/live.js";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { askOnce, sixTargets } from "./support/fault-run.js";
import { bareEnvironment } from "./support/program.js";
import { rawServer } from "./support/raw-server.js";
import { workFolder } from "./support/work-folder.js";

const folder = workFolder();

const onBedrock = "bedrock/converse:moonshotai.kimi-k2.5";

type Trouble = {
  readonly title: string;
  readonly env?: { readonly [name: string]: string };
  /** Files below the home folder. */
  readonly home?: { readonly [file: string]: string | Uint8Array };
  /** What doctor and a live run both say, on one line. */
  readonly says: RegExp;
};

const startUrl = "https://sso.invalid/start";
const ssoProfile = [
  "[profile work]",
  "sso_session = ours",
  "sso_account_id = 111122223333",
  "sso_role_name = Reader",
  "[sso-session ours]",
  "sso_region = us-east-1",
  `sso_start_url = ${startUrl}`,
].join("\n");
const expiredSso = JSON.stringify({
  startUrl,
  region: "us-east-1",
  accessToken: canaries.sso,
  expiresAt: "2020-01-01T00:00:00Z",
});

const nothingFound = /Could not load credentials from any providers/;

const troubles: readonly Trouble[] = [
  { title: "nothing is set", says: nothingFound },
  {
    title: "half a key pair is set",
    env: { AWS_ACCESS_KEY_ID: canaries.keyId },
    says: /half a key pair is set and ignored/,
  },
  {
    title: "the other half is set",
    env: { AWS_SECRET_ACCESS_KEY: canaries.secret },
    says: /half a key pair is set and ignored/,
  },
  { title: "the profile does not exist", env: { AWS_PROFILE: "nobody" }, says: /profile nobody \(AWS_PROFILE\)/ },
  {
    title: "the configuration holds bytes that are no text",
    home: {
      ".aws/config": Buffer.concat([Buffer.from("[default]\nregion = \u0000"), Buffer.from([0xff, 0xfe, 0x0a])]),
    },
    says: nothingFound,
  },
  {
    title: "the configuration is nested wrongly",
    home: { ".aws/config": "[default]\ns3 =\n   foo\n  bar = 1\n aws_access_key_id\n" },
    says: nothingFound,
  },
  {
    title: "the configuration's profile is not closed",
    env: { AWS_PROFILE: "work" },
    home: { ".aws/config": `[profile "work]\naws_access_key_id = ${canaries.keyId}\n[default\n` },
    says: /profile work \(AWS_PROFILE\)/,
  },
  {
    title: "the profile has half a key pair",
    env: { AWS_PROFILE: "work" },
    home: { ".aws/credentials": `[work]\naws_secret_access_key = ${canaries.secret}\n` },
    says: /profile work \(AWS_PROFILE\)/,
  },
  {
    title: "nobody has signed in to SSO",
    env: { AWS_PROFILE: "work" },
    home: { ".aws/config": ssoProfile },
    says: /aws sso login/,
  },
  {
    title: "the SSO session has expired",
    env: { AWS_PROFILE: "work" },
    home: {
      ".aws/config": ssoProfile,
      [`.aws/sso/cache/${createHash("sha1").update("ours").digest("hex")}.json`]: expiredSso,
    },
    says: /aws sso login/,
  },
  {
    title: "the credential process fails, and writes a secret where errors go",
    env: { AWS_PROFILE: "work" },
    home: {
      ".aws/config": `[profile work]\ncredential_process = node -e "console.error('${canaries.secret}');process.exit(1)"\n`,
    },
    says: /profile work \(AWS_PROFILE\)/,
  },
];

describe.each(troubles)("when $title", ({ env = {}, home = {}, says }) => {
  const place = workFolder(home);
  const options = { cwd: place.path, env: { ...bareEnvironment(place.path), ...env } };

  test("doctor says what is missing and how to set it, and ends with 3", async () => {
    const { code, stdout, stderr } = await runCommand(["doctor", "--target", onBedrock], options);
    expect(stdout).toMatch(says);
    expect(stdout).toMatch(/^ {2}bedrock: set AWS_BEARER_TOKEN_BEDROCK, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and /m);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expectNoCanary(stdout);
  });

  test("a live run asks nobody, says the same, writes nothing and ends with 3", async () => {
    const before = place.contents();
    const { code, stdout, stderr } = await runCommand(["run", "--live", "--target", onBedrock], options);
    const lines = stderr.split("\n").filter((line) => says.test(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^ {2}- bedrock: set AWS_BEARER_TOKEN_BEDROCK, or /);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(place.contents()).toEqual(before);
    expectNoCanary(stderr);
  });
});

describe("doctor", () => {
  const bearer = { AWS_BEARER_TOKEN_BEDROCK: canaries.bedrock };

  test("waits no longer for an instance role than the AWS SDK does, though nobody answers", async () => {
    const silent = await rawServer(() => {});
    const env = { PATH: process.env["PATH"] ?? "", HOME: folder.path, AWS_EC2_METADATA_SERVICE_ENDPOINT: silent.url };
    const { code, stdout } = await runCommand(["doctor", "--target", onBedrock], { cwd: folder.path, env });
    expect(silent.connections.length).toBeGreaterThan(0);
    expect(stdout).toContain("bedrock: set AWS_BEARER_TOKEN_BEDROCK");
    expect(code).toBe(3);
  });

  test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"])("says that %s is ignored", async (name) => {
    const { code, stdout } = await doctor({ ...bearer, [name]: "https://evil.invalid" });
    expect(stdout).toContain(`✓ bedrock: ${name} is set and ignored`);
    expect(stdout).not.toContain("evil.invalid");
    expect(code).toBe(0);
  });

  test("says which of two regions counts, and which key beats which", async () => {
    const regions = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-west-2" };
    const { stdout } = await doctor({ ...bearer, ...regions, AWS_ACCESS_KEY_ID: canaries.keyId });
    expect(stdout).toContain("✓ bedrock: regions asked: eu-west-1");
    expect(stdout).toContain(
      "✗ bedrock: AWS_REGION (eu-west-1) and AWS_DEFAULT_REGION (us-west-2) differ; AWS_REGION is used",
    );
    expect(stdout).toContain("AWS_BEARER_TOKEN_BEDROCK is used, not AWS_ACCESS_KEY_ID");
    expectNoCanary(stdout);
  });

  test.each(["x@evil.com", "evil.com#", "../../x", "us_east_1", "a".repeat(64)])(
    "refuses %s as a region, since it would choose the host",
    async (region) => {
      const { code, stdout, stderr } = await doctor({ ...bearer, AWS_REGION: region });
      expect(stderr).toBe(
        `llm-parity: "${region}" cannot be a region\n  → a region looks like us-east-1 or us-gov-west-1\n`,
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    },
  );

  test("with everything set names every source, finds nothing missing, and prints no secret", async () => {
    const env = {
      ...bearer,
      AWS_ACCESS_KEY_ID: canaries.keyId,
      AWS_SECRET_ACCESS_KEY: canaries.secret,
      AWS_SESSION_TOKEN: canaries.session,
      OPENROUTER_API_KEY: canaries.openrouter,
      MOONSHOT_API_KEY: canaries.openrouter,
    };
    for (const more of [[], ["--json"]]) {
      const { code, stdout, stderr } = await runCommand(["doctor", ...more], {
        cwd: folder.path,
        env: { ...bareEnvironment(folder.path), ...env },
      });
      expect(stdout).toContain("OPENROUTER_API_KEY is set");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expectNoCanary(stdout);
    }
  });

  function doctor(env: { readonly [name: string]: string }) {
    const options = { cwd: folder.path, env: { ...bareEnvironment(folder.path), ...env } };
    return runCommand(["doctor", "--target", onBedrock], options);
  }
});

/** What Bedrock says of credentials that it does not take; texts as in its error table. */
const refusals: readonly (readonly [title: string, status: number, type: string, message: string])[] = [
  ["an expired token", 403, "ExpiredTokenException", "The security token included in the request is expired"],
  ["an unknown key", 403, "UnrecognizedClientException", "The security token included in the request is invalid."],
  ["a bad bearer token", 403, "", "Authentication failed: Please make sure your API Key is valid."],
  ["a bearer token of no known form", 403, "", "Invalid API Key format: Must start with pre-defined prefix"],
  [
    "a bearer token that may not be used",
    403,
    "AccessDeniedException",
    "User: arn:aws:iam::111122223333:user/x is not authorized to perform: bedrock:CallWithBearerToken",
  ],
];

const pair: Credentials = {
  kind: "aws",
  resolve: async () => ({
    accessKeyId: canaries.keyId,
    secretAccessKey: canaries.secret,
    sessionToken: canaries.session,
  }),
};

const bedrockTargets = sixTargets.filter(({ provider }) => provider === "bedrock");
const asking = bedrockTargets.flatMap((target) =>
  (["sdk", "http"] satisfies Client[]).map((client) => ({ api: target.api, client, target })),
);

describe.each(refusals)("a service that refuses %s", (_title, status, type, message) => {
  test.each(asking)(
    "is credentials, blocked, with a hint, over $api with client $client",
    async ({ target, client }) => {
      const server = await rawServer(refuseWith(status, type, JSON.stringify({ Message: message })));
      const live = createLiveTransport({ environment: {} });
      const { transcript, verdict } = await askOnce(target, {
        exchange: live.exchange,
        client,
        url: server.url,
        credentials: pair,
      });
      await live.close();
      const failure = transcript.turns[0]?.reply.failure;
      expect(failure).toMatchObject({ kind: "credentials", phase: "refused", status, message });
      expect(failure?.hint).not.toBe("");
      expect(verdict).toMatchObject({ observed: "blocked", reason: "credentials" });
      expect(server.connections).toHaveLength(1);
      expectNoCanary(JSON.stringify(transcript));
    },
  );
});

describe("a credential chain that rejects", () => {
  test.each<[string, unknown, string]>([
    ["with an error", new Error("the chain is empty"), "the chain is empty"],
    ["with a text", "no error at all", "no error at all"],
    ["with nothing", undefined, "undefined"],
  ])("%s is credentials, before anything is sent, with both clients", async (_title, thrown, words) => {
    const credentials: Credentials = { kind: "aws", resolve: () => Promise.reject(thrown) };
    for (const { target, client } of asking) {
      const server = await rawServer(() => {});
      const live = createLiveTransport({ environment: {} });
      const { transcript, verdict } = await askOnce(target, {
        exchange: live.exchange,
        client,
        url: server.url,
        credentials,
      });
      await live.close();
      const failure = transcript.turns[0]?.reply.failure;
      expect(failure, `${target.api} ${client}`).toMatchObject({ kind: "credentials", phase: "local" });
      expect(failure?.message).toContain(words);
      expect(verdict, `${target.api} ${client}`).toMatchObject({ observed: "blocked", reason: "credentials" });
      expect(server.connections).toHaveLength(0);
    }
  });
});

function refuseWith(status: number, type: string, body: string): Parameters<typeof rawServer>[0] {
  const named = type === "" ? "" : `x-amzn-errortype: ${type}\r\n`;
  const head = `HTTP/1.1 ${status} No\r\ncontent-type: application/json\r\n${named}`;
  return ({ socket }) => socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
