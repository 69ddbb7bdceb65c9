import { request as ask } from "node:http";
import { connect } from "node:http2";
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import OpenAI from "openai";
import { beforeAll, describe, expect, test } from "vitest";
import { authorize } from "../src/adapters/bedrock/bedrock-auth.js";
import { headerOf, type WireHeaders, type WireRequest } from "../src/wire/exchange.js";
import { createLiveTransport } from "../src/wire/transport/live.js";
import { atEnd } from "./support/at-end.js";
import { longLived, serveChecking, temporary, withColon, withoutColon } from "./support/checking-simulator.js";
import { runCommand } from "./support/command.js";
import { http1Handler } from "./support/http1-handler.js";
import { workFolder } from "./support/work-folder.js";

const messages = [{ role: "user" as const, content: [{ text: "hi" }] }];
const body = Buffer.from(JSON.stringify({ messages }));
const chat = Buffer.from(JSON.stringify({ model: withoutColon, messages: [{ role: "user", content: "hi" }] }));

let url = "";
beforeAll(async () => {
  url = await serveChecking();
});

const converse = (model: string) => `/model/${encodeURIComponent(model)}/converse`;
const jsonOf = (target: string, bytes: Buffer = body): WireRequest => ({
  method: "POST",
  url: `${url}${target}`,
  headers: [["content-type", "application/json"]],
  body: bytes,
});

type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

async function signed(request: WireRequest, keys: Keys, signingName: string | null = null): Promise<WireRequest> {
  return await authorize(request, {
    credentials: { kind: "aws", resolve: async () => keys },
    region: "us-east-1",
    signingName,
  });
}

/** Status and error type over our own transport. */
async function answerTo(request: WireRequest): Promise<readonly [status: number, type: string | null, text: string]> {
  const live = createLiveTransport({ environment: {} });
  try {
    const { status, headers, chunks } = await live.exchange(request, new AbortController().signal);
    const bytes: Uint8Array[] = [];
    for await (const chunk of chunks) bytes.push(chunk);
    const type = headerOf(headers, "x-amzn-errortype");
    return [status, type === null ? null : (type.split(":")[0] ?? ""), Buffer.concat(bytes).toString()];
  } finally {
    await live.close();
  }
}

describe("our own client with SigV4", () => {
  test.each([withoutColon, withColon, "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.maker.model-v1:0"])(
    "is accepted for %s, with a long-lived and a temporary pair",
    async (model) => {
      for (const keys of [longLived, temporary]) {
        for (const target of [converse(model), `${converse(model)}-stream`]) {
          expect((await answerTo(await signed(jsonOf(target), keys)))[0]).toBe(200);
        }
      }
    },
  );

  test("is accepted at /openai/v1, and at /v1 for either of Mantle's names", async () => {
    const places = [
      ["/openai/v1/chat/completions", null],
      ["/v1/chat/completions", "bedrock"],
      ["/v1/chat/completions", "bedrock-mantle"],
    ] as const;
    for (const [target, name] of places) {
      expect((await answerTo(await signed(jsonOf(target, chat), longLived, name)))[0]).toBe(200);
    }
  });

  test("is refused at /openai/v1 for Mantle's name, in OpenAI's form", async () => {
    const [status, type, text] = await answerTo(
      await signed(jsonOf("/openai/v1/chat/completions", chat), longLived, "bedrock-mantle"),
    );
    expect([status, type, JSON.parse(text)]).toEqual([
      401,
      null,
      {
        error: {
          code: null,
          message: "Credential should be scoped to correct service: 'bedrock'. ",
          param: null,
          type: "permission_denied_error",
        },
      },
    ]);
  });

  test("is accepted for a list of models, which has no body", async () => {
    const list = { method: "GET", url: `${url}/openai/v1/models`, headers: [], body: null };
    expect((await answerTo(await signed(list, longLived)))[0]).toBe(200);
  });

  test.each<[what: string, spoil: (request: WireRequest) => WireRequest, type: string]>([
    ["another body", (one) => ({ ...one, body: Buffer.from(`${body} `) }), "InvalidSignatureException"],
    ["another path", (one) => ({ ...one, url: one.url.replace("k2.5", "k2.6") }), "InvalidSignatureException"],
    ["another query", (one) => ({ ...one, url: `${one.url}?a` }), "InvalidSignatureException"],
    ["a changed header", (one) => withHeader(one, "content-type", () => "text/json"), "InvalidSignatureException"],
    ["a missing header", (one) => withHeader(one, "content-type", () => null), "InvalidSignatureException"],
    ["no session token", (one) => withHeader(one, "x-amz-security-token", () => null), "InvalidSignatureException"],
    ["an unknown key", (one) => withCredential(one, "ASIA", "ASIX"), "UnrecognizedClientException"],
    ["a changed region", (one) => withCredential(one, "us-east-1", "us-west-2"), "InvalidSignatureException"],
    ["another service", (one) => withCredential(one, "/bedrock/", "/s3/"), "InvalidSignatureException"],
    ["an old time", (one) => withHeader(one, "x-amz-date", () => "20260101T000000Z"), "InvalidSignatureException"],
    ["a list without host", (one) => withCredential(one, ";host", ""), "InvalidSignatureException"],
    ["no signature", (one) => withCredential(one, "Signature=", "Sign="), "IncompleteSignatureException"],
    ["no authorization", (one) => withHeader(one, "authorization", () => null), "MissingAuthenticationTokenException"],
  ])("is refused with %s", async (_, spoil, type) => {
    const request = spoil(await signed(jsonOf(converse(withoutColon)), temporary));
    expect((await answerTo(request)).slice(0, 2)).toEqual([403, type]);
  });
});

function withHeader(request: WireRequest, name: string, change: (value: string) => string | null): WireRequest {
  const headers: WireHeaders = request.headers.flatMap(([key, value]) => {
    const changed = key === name ? change(value) : value;
    return changed === null ? [] : [[key, changed] as const];
  });
  return { ...request, headers };
}

function withCredential(request: WireRequest, from: string, to: string): WireRequest {
  return withHeader(request, "authorization", (value) => value.replace(from, to));
}

describe.each([
  ["HTTP/2, its default", () => ({})],
  ["HTTP/1.1", () => ({ requestHandler: http1Handler })],
])("the AWS SDK for JavaScript over %s", (_, handler) => {
  function client(options: object): BedrockRuntimeClient {
    const made = new BedrockRuntimeClient({
      ...{ region: "us-east-1", endpoint: url, maxAttempts: 1, authSchemePreference: ["sigv4"] },
      ...options,
      ...handler(),
    });
    atEnd(() => made.destroy());
    return made;
  }

  test("is accepted with a long-lived and a temporary pair, whole and as a stream", async () => {
    for (const credentials of [longLived, temporary]) {
      const bedrock = client({ credentials });
      const whole = await bedrock.send(new ConverseCommand({ modelId: withColon, messages }));
      expect(whole.stopReason).toBe("end_turn");
      const { stream } = await bedrock.send(new ConverseStreamCommand({ modelId: withoutColon, messages }));
      const events: string[] = [];
      for await (const event of stream ?? []) events.push(...Object.keys(event));
      expect(events.at(-1)).toBe("metadata");
    }
  });

  test("is accepted with the bearer key, and refused with another", async () => {
    const bearer = (token: string) =>
      client({ token: { token }, authSchemePreference: ["httpBearerAuth"] }).send(
        new ConverseCommand({ modelId: withColon, messages }),
      );
    expect((await bearer("simulated")).stopReason).toBe("end_turn");
    await expect(bearer("simulatec")).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "Authentication failed: Please make sure your API Key is valid.",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test.each([
    [
      "a wrong secret",
      { ...longLived, secretAccessKey: "wrong" },
      "InvalidSignatureException",
      "The request signature we calculated does not match the signature you provided.",
    ],
    [
      "an unknown key",
      { ...longLived, accessKeyId: "AKIAI44QH8DHBEXAMPLE" },
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    ],
    [
      "a session token of another",
      { ...temporary, sessionToken: "stale" },
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    ],
    [
      "no session token",
      { accessKeyId: temporary.accessKeyId, secretAccessKey: temporary.secretAccessKey },
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    ],
  ])("is refused with %s", async (_, credentials, name, message) => {
    const refused = client({ credentials }).send(new ConverseCommand({ modelId: withColon, messages }));
    await expect(refused).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("is refused when its clock is six minutes off", async () => {
    const late = client({ credentials: longLived, systemClockOffset: -360_000 });
    await expect(late.send(new ConverseCommand({ modelId: withColon, messages }))).rejects.toMatchObject({
      name: "InvalidSignatureException",
      message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 5 min\.\)$/),
    });
  });

  test("is refused for a region that is none", async () => {
    const elsewhere = client({ credentials: longLived, region: "nowhere" });
    await expect(elsewhere.send(new ConverseCommand({ modelId: withColon, messages }))).rejects.toMatchObject({
      message: "Credential should be scoped to a valid region. ",
    });
  });
});

describe("HTTP/2's :authority", () => {
  /** A request that was signed for HTTP/1.1, sent over HTTP/2 to this authority. */
  async function statusOver(authority: string, more: { readonly [name: string]: string } = {}): Promise<unknown> {
    const { headers } = await signed(jsonOf(converse(withColon)), longLived);
    const session = connect(url);
    atEnd(() => session.destroy());
    const own = { ":method": "POST", ":path": converse(withColon), ":authority": authority };
    const stream = session.request({ ...Object.fromEntries(headers), ...own, ...more });
    stream.end(body);
    return await new Promise((resolve) => stream.once("response", (got) => resolve(got[":status"])));
  }

  test("is the host", async () => {
    expect(await statusOver(new URL(url).host)).toBe(200);
    expect(await statusOver("127.0.0.1:1")).toBe(403);
  });

  test("counts, not a host header beside it", async () => {
    expect(await statusOver(new URL(url).host, { host: "elsewhere" })).toBe(200);
    expect(await statusOver("127.0.0.1:1", { host: new URL(url).host })).toBe(403);
  });
});

test("the path counts as it was sent, not as it is read", async () => {
  const { headers } = await signed(jsonOf(converse(withColon)), longLived);
  const statusAt = (path: string) =>
    new Promise((resolve) => {
      const sent = ask(`${url}/`, { method: "POST", path, headers: Object.fromEntries(headers) }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      });
      sent.end(body);
    });
  expect(await statusAt(converse(withColon))).toBe(200);
  expect(await statusAt(`//model/./${encodeURIComponent(withColon)}/converse`)).toBe(404);
  expect(await statusAt(converse(withColon).replace("%3A", ":"))).toBe(403);
  expect(await statusAt(converse(withColon).replace("%3A", "%3a"))).toBe(403);
});

describe("the openai SDK", () => {
  const create = (apiKey: string, base: string) =>
    new OpenAI({ apiKey, baseURL: `${url}${base}`, maxRetries: 0 }).chat.completions.create({
      model: withoutColon,
      messages: [{ role: "user", content: "hi" }],
    });

  test.each([
    ["/api/v1", "401 User not found."],
    ["/v1", "401 Invalid Authentication"],
    ["/openai/v1", "401 Invalid bearer token"],
  ])(
    "is accepted at %s with the bearer key, and refused with another in the words of the service",
    async (base, words) => {
      expect((await create("simulated", base)).choices).toHaveLength(1);
      await expect(create("sk-other", base)).rejects.toMatchObject({ status: 401, message: words });
    },
  );
});

test("our own commands are accepted as they are", async () => {
  const args = ["run", "--simulator", url, "--model", "kimi-k2.5", "--scenario", "basic-chat"];
  const { code, stderr } = await runCommand(args, { cwd: workFolder().path });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("credentials")]);
});
