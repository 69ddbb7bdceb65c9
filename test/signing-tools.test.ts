import { beforeAll, describe, expect, test } from "vitest";
import { awsCommand } from "../src/report/evidence/one-request/aws-command.js";
import { longLived, serveChecking, temporary, withColon, withoutColon } from "./support/checking-simulator.js";
import { runTool, toolSays } from "./support/outside-tools.js";
import { workFolder } from "./support/work-folder.js";

const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "hi" }] }] });

let url = "";
beforeAll(async () => {
  url = await serveChecking();
});

/** The version of curl; null: it is not installed, or does not sign. */
const curl = /^curl (\S+)/.exec(toolSays("curl", ["--aws-sigv4", "a", "--version"]) ?? "")?.[1] ?? null;
const noCurl = curl === null ? " (skipped: no curl that signs on this machine)" : "";

/** Status and body that curl prints. */
async function curlSays(model: string, more: readonly string[]): Promise<readonly [status: string, text: string]> {
  const { stdout } = await runTool("curl", [
    ...["--silent", "--write-out", "\n%{http_code}", "--header", "content-type: application/json"],
    ...["--data-binary", body, ...more, `${url}/model/${model}/converse`],
  ]);
  const at = stdout.lastIndexOf("\n");
  return [stdout.slice(at + 1), stdout.slice(0, at)];
}

const signedBy = ({ accessKeyId, secretAccessKey }: typeof longLived, region = "us-east-1", service = "bedrock") => [
  ...["--aws-sigv4", `aws:amz:${region}:${service}`, "--user", `${accessKeyId}:${secretAccessKey}`],
];

describe.skipIf(curl === null)(`curl --aws-sigv4${noCurl}`, () => {
  test("is accepted for an id without a colon, over HTTP/1.1 and HTTP/2", async () => {
    expect((await curlSays(withoutColon, signedBy(longLived)))[0]).toBe("200");
    expect((await curlSays(withoutColon, [...signedBy(longLived), "--http2-prior-knowledge"]))[0]).toBe("200");
  });

  test("is refused with a wrong secret, with the canonical string that was expected", async () => {
    const [status, text] = await curlSays(withoutColon, signedBy({ ...longLived, secretAccessKey: "wrong" }));
    expect([status, JSON.parse(text).message]).toEqual([
      "403",
      expect.stringContaining(
        "The Canonical String for this request should have been\n'POST\n/model/moonshotai.kimi-k2.5/converse\n",
      ),
    ]);
  });

  test("is refused for another service, and for a region that is none", async () => {
    expect((await curlSays(withoutColon, signedBy(longLived, "us-east-1", "bedrock-runtime")))[1]).toContain(
      "Credential should be scoped to correct service: 'bedrock'.",
    );
    expect((await curlSays(withoutColon, signedBy(longLived, "east", "bedrock")))[1]).toContain(
      "Credential should be scoped to a valid region.",
    );
  });

  test("is accepted for an id with a colon with the bearer key, encoded or not", async () => {
    for (const model of [withColon, encodeURIComponent(withColon)]) {
      expect((await curlSays(model, ["--header", "authorization: Bearer simulated"]))[0]).toBe("200");
    }
    expect((await curlSays(withColon, ["--header", "authorization: Bearer other"]))[0]).toBe("403");
  });
});

const isSeven88 = curl === "7.88.1";
const otherCurl = isSeven88 ? "" : ` (skipped: this machine has curl ${curl ?? "not at all"})`;

describe.skipIf(!isSeven88)(`curl 7.88.1${otherCurl}`, () => {
  test("signs an id with a colon wrongly, encoded or not, and is refused", async () => {
    for (const model of [withColon, encodeURIComponent(withColon)]) {
      const [status, text] = await curlSays(model, signedBy(longLived));
      expect([status, JSON.parse(text).message]).toEqual([
        "403",
        expect.stringMatching(/^The request signature we calculated does not match/),
      ]);
    }
  });

  test("signs a session token that is given as a header, and is accepted", async () => {
    const token = ["--header", `x-amz-security-token: ${temporary.sessionToken}`];
    expect((await curlSays(withoutColon, [...signedBy(temporary), ...token]))[0]).toBe("200");
    expect(await curlSays(withoutColon, signedBy(temporary))).toEqual([
      "403",
      '{"message":"The security token included in the request is invalid."}',
    ]);
  });
});

const ask = `
import sys, boto3, botocore.config, botocore.exceptions
client = boto3.client("bedrock-runtime", region_name="us-east-1", endpoint_url=sys.argv[1],
                      config=botocore.config.Config(retries={"total_max_attempts": 1}))
try:
    messages = [{"role": "user", "content": [{"text": "hi"}]}]
    print(client.converse(modelId=sys.argv[2], messages=messages)["stopReason"])
    print([list(event) for event in client.converse_stream(modelId=sys.argv[2], messages=messages)["stream"]][-1][0])
except botocore.exceptions.ClientError as error:
    print(error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
`;

const knowsConverse = 'import boto3; boto3.client("bedrock-runtime", region_name="us-east-1").converse';
const hasBoto3 = toolSays("python3", ["-c", knowsConverse]) !== null;
const noBoto3 = hasBoto3 ? "" : " (skipped: no boto3 that knows converse on this machine)";
const hasCli = toolSays("aws", ["bedrock-runtime", "converse", "--generate-cli-skeleton"]) !== null;
const noCli = hasCli ? "" : " (skipped: no aws that knows converse on this machine)";

const variables = (keys: typeof longLived & { readonly sessionToken?: string }) => ({
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
});

const rows = [
  ["the long-lived pair", variables(longLived), null],
  ["the temporary pair", variables(temporary), null],
  ["the bearer key", { AWS_BEARER_TOKEN_BEDROCK: "simulated" }, null],
  ["a wrong secret", { ...variables(longLived), AWS_SECRET_ACCESS_KEY: "wrong" }, "InvalidSignatureException"],
  ["an unknown key", { ...variables(longLived), AWS_ACCESS_KEY_ID: "AKIA0" }, "UnrecognizedClientException"],
  ["a stale token", { ...variables(longLived), AWS_SESSION_TOKEN: "stale" }, "UnrecognizedClientException"],
  ["another bearer key", { AWS_BEARER_TOKEN_BEDROCK: "other" }, "AccessDeniedException"],
] as const;

describe.skipIf(!hasBoto3)(`boto3${noBoto3}`, () => {
  test.each(rows)("with %s", async (_, environment, refusal) => {
    for (const model of refusal === null ? [withColon, withoutColon] : [withColon]) {
      const { stdout, stderr } = await runTool("python3", ["-c", ask, url, model], environment);
      expect([stdout, stderr]).toEqual([refusal === null ? "end_turn\nmetadata\n" : `${refusal} 403\n`, ""]);
    }
  });
});

describe.skipIf(!hasCli)(`the AWS CLI${noCli}`, () => {
  test.each(rows)("with %s", async (_, environment, refusal) => {
    const args = [
      "bedrock-runtime",
      "converse",
      "--region",
      "us-east-1",
      "--endpoint-url",
      url,
      "--model-id",
      withColon,
    ];
    const asked = ["--messages", JSON.stringify(JSON.parse(body).messages), "--query", "stopReason"];
    const { code, stdout, stderr } = await runTool("aws", [...args, ...asked], environment);
    expect([code === 0, stdout]).toEqual(refusal === null ? [true, '"end_turn"\n'] : [false, ""]);
    expect(stderr).toContain(refusal ?? "");
  });

  test("asks what the command of a report says, with the body in a file", async () => {
    const cell = { name: "failing", api: "converse", modelId: withColon, region: "us-east-1" } as const;
    const request = { ...cell, baseUrl: url, auth: "bedrock", signingName: null, keyVariable: null } as const;
    const { text } = awsCommand(request, body, "dummy");
    const folder = workFolder();
    const command = `cd '${folder.path}' && ${text ?? "false"} --query stopReason`;
    expect(await runTool("sh", ["-c", command])).toMatchObject({ code: 0, stdout: '"end_turn"\n', stderr: "" });
    expect(folder.read("request.json")).toBe(`${body}\n`);
  });
});
