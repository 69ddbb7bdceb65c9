import { createHash, createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { answering, connectionTo, converseTarget, question, replyBy } from "../../../test/support/converse-wire.js";
import { ChatError } from "../../chat/failure.js";
import { headerOf, type WireRequest } from "../../wire/exchange.js";
import type { Credentials } from "../adapter.js";
import { authorize } from "./bedrock-auth.js";
import { openBedrockClient } from "./bedrock-sdk.js";

const body = new TextEncoder().encode('{"messages":[]}');
const request: WireRequest = {
  method: "POST",
  url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/vendor.m-v1%3A0/converse",
  headers: [["content-type", "application/json"]],
  body,
};
const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const now = (): Date => new Date("2026-11-20T12:36:00Z");

function aws(found: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): Credentials {
  return { kind: "aws", resolve: async () => found };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Signature Version 4 after the AWS documentation, without the library. The path is encoded once more. */
function signatureOf(canonicalPath: string, headers: readonly (readonly [string, string])[], service: string): string {
  const names = headers.map(([name]) => name).join(";");
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join("");
  const canonical = ["POST", canonicalPath, "", lines, names, sha256(body)].join("\n");
  const scope = `20261120/us-east-1/${service}/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${keys.secretAccessKey}`, "20261120"), "us-east-1"), service), "aws4_request");
  const toSign = ["AWS4-HMAC-SHA256", "20261120T123600Z", scope, sha256(canonical)].join("\n");
  const signature = hmac(key, toSign).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

test.each([null, "bedrock-mantle"])(
  "SigV4 is what its documentation says, for the service name %s",
  async (signingName) => {
    const signed = await authorize(request, { credentials: aws(keys), region: "us-east-1", signingName, now });
    const expected = signatureOf(
      "/model/vendor.m-v1%253A0/converse",
      [
        ["content-type", "application/json"],
        ["host", "bedrock-runtime.us-east-1.amazonaws.com"],
        ["x-amz-content-sha256", sha256(body)],
        ["x-amz-date", "20261120T123600Z"],
      ],
      signingName ?? "bedrock",
    );
    expect(headerOf(signed.headers, "authorization")).toBe(expected);
    expect(signed).toMatchObject({ method: "POST", url: request.url, body });
    expect(headerOf(signed.headers, "x-amz-security-token")).toBeNull();
  },
);

test("a session token is sent and signed", async () => {
  const credentials = aws({ ...keys, sessionToken: "session" });
  const { headers } = await authorize(request, { credentials, region: "us-east-1", signingName: null, now });
  expect(headerOf(headers, "x-amz-security-token")).toBe("session");
  expect(headerOf(headers, "authorization")).toContain("x-amz-security-token");
});

test("the SDK signs the same request with the same signature", async () => {
  const seen: WireRequest[] = [];
  const exchange = answering({ bytes: new Uint8Array() }, (one) => seen.push(one));
  await replyBy("sdk", exchange, {
    credentials: aws(keys),
    target: { ...converseTarget("converse"), region: "us-east-1" },
  });
  const [sent] = seen;
  if (sent === undefined) throw new Error("nothing was sent");
  const names = /SignedHeaders=([^,]+)/.exec(headerOf(sent.headers, "authorization") ?? "")?.[1]?.split(";") ?? [];
  const date = headerOf(sent.headers, "x-amz-date") ?? "";
  const bare = sent.headers.filter(
    ([name]) => names.includes(name) && !name.startsWith("x-amz-date") && name !== "host",
  );
  const at = date.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6Z");
  const ours = await authorize(
    { ...sent, headers: bare },
    { credentials: aws(keys), region: "us-east-1", signingName: null, now: () => new Date(at) },
  );
  expect(headerOf(ours.headers, "authorization")).toBe(headerOf(sent.headers, "authorization"));
});

test("a bearer token is sent as such by both clients, and nothing is signed", async () => {
  for (const client of ["sdk", "http"] as const) {
    const seen: WireRequest[] = [];
    const exchange = answering({ bytes: new Uint8Array() }, (one) => seen.push(one));
    await replyBy(client, exchange, { credentials: { kind: "bearer", token: "key" } });
    expect(seen.map(({ headers }) => headerOf(headers, "authorization"))).toEqual(["Bearer key"]);
    expect(seen.map(({ headers }) => headerOf(headers, "x-amz-date"))).toEqual([null]);
  }
});

test.each([{ kind: "none" }, { kind: "recorded" }] as const)(
  "$kind sends the request as it is",
  async (credentials) => {
    expect(await authorize(request, { credentials, region: null, signingName: null })).toBe(request);
  },
);

test("missing credentials are a local failure with either client, and nothing is sent", async () => {
  let asked = 0;
  const exchange = answering({ bytes: new Uint8Array() }, () => {
    asked += 1;
  });
  const credentials: Credentials = {
    kind: "aws",
    resolve: () => Promise.reject(new Error("Could not load credentials from any providers")),
  };
  for (const client of ["sdk", "http"] as const) {
    const { failure } = await replyBy(client, exchange, { credentials });
    expect([client, failure?.kind, failure?.phase]).toEqual([client, "credentials", "local"]);
    expect(failure?.message).toContain("Could not load credentials from any providers");
  }
  expect(asked).toBe(0);
});

test("SigV4 without a region is a failure of kind region", async () => {
  const signing = authorize(request, { credentials: aws(keys), region: null, signingName: null });
  await expect(signing).rejects.toBeInstanceOf(ChatError);
  await expect(signing).rejects.toMatchObject({ failure: { kind: "region", phase: "local" } });
});

test.each([null, "evil.com#"])("a client is not opened for the region %j without a base URL", async (region) => {
  const exchange = answering({ bytes: new Uint8Array() });
  const connection = connectionTo(exchange, { baseUrl: null, target: { ...converseTarget(), region } });
  await expect(openBedrockClient(connection)).rejects.toMatchObject({ failure: { kind: "region" } });
});

test("credentials that renew are asked for at each call, and an endpoint of the environment is not used", async () => {
  const before = process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"];
  process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://127.0.0.1:1";
  try {
    let resolved = 0;
    const urls: string[] = [];
    const exchange = answering({ bytes: new Uint8Array() }, ({ url }) => urls.push(url));
    const credentials: Credentials = {
      kind: "aws",
      resolve: async () => {
        resolved += 1;
        return keys;
      },
    };
    const { client, module } = await openBedrockClient(connectionTo(exchange, { credentials, baseUrl: null }));
    for (let call = 0; call < 2; call += 1) {
      await client.send(new module.ConverseCommand({ modelId: question.model, messages: [] }));
    }
    expect(resolved).toBeGreaterThanOrEqual(2);
    expect(urls.map((url) => new URL(url).host)).toEqual(Array(2).fill("bedrock-runtime.eu-west-1.amazonaws.com"));
  } finally {
    if (before === undefined) delete process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"];
    else process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = before;
  }
});
