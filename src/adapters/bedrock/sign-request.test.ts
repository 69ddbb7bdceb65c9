import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { WireHeaders, WireRequest } from "../../wire/exchange.js";
import { signRequest } from "./sign-request.js";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/** The library's hash of a text or, with a secret, its HMAC. */
class Sha256 {
  private readonly hash;
  constructor(secret?: unknown) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Uint8Array);
  }
  update(data: unknown): void {
    this.hash.update(data as Uint8Array);
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }
  reset(): void {}
}

type Signing = Parameters<typeof signRequest>[1];

/** What the AWS SDK's own signer sends. */
async function signedByLibrary({ method, url, headers, body }: WireRequest, signing: Signing): Promise<WireHeaders> {
  const { credentials, region, service, at } = signing;
  const { protocol, hostname, host, pathname: path, searchParams } = new URL(url);
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const bag = { ...Object.fromEntries(headers), host };
  const query = Object.fromEntries(searchParams);
  const { headers: signed } = await signer.sign(
    { method, protocol, hostname, path, query, headers: bag, body: body ?? undefined },
    { signingDate: at, unsignableHeaders: new Set(["user-agent", "accept", "accept-encoding", "connection"]) },
  );
  return Object.entries(signed);
}

const segment = fc.oneof(
  fc.constantFrom("model", "converse", "vendor.m-v1%3A0", "arn%3Aaws%3Abedrock%3Aeu%2Fp", "a b", "(x)*'!", "é", ""),
  fc.string({ maxLength: 6 }),
);
const url = fc
  .record({
    host: fc.constantFrom(
      "https://bedrock-runtime.us-east-1.amazonaws.com",
      "http://127.0.0.1:8080",
      "https://[::1]:9",
    ),
    path: fc.array(segment, { maxLength: 4 }),
    query: fc.array(fc.tuple(fc.string({ maxLength: 4 }), fc.string({ maxLength: 4 })), { maxLength: 3 }),
  })
  .map(({ host, path, query }) => {
    const made = new URL(`${host}/`);
    made.pathname = path.join("/");
    for (const [name, value] of query) made.searchParams.append(`q${name}`, value);
    return made.href;
  });
const headers: fc.Arbitrary<WireHeaders> = fc.array(
  fc.tuple(
    fc.constantFrom(
      ...[
        "content-type",
        "accept",
        "user-agent",
        "anthropic-beta",
        "x-own",
        "proxy-x",
        "sec-x",
        "te",
        "trailer",
        "expect",
      ],
      ...["authorization", "x-amzn-trace-id", "x-amz-date", "date", "x-amzn-bedrock-trace", "cache-control", "zebra"],
    ),
    fc.stringMatching(/^[ -~\t]{0,12}$/),
  ),
  { maxLength: 6 },
);
const requests: fc.Arbitrary<WireRequest> = fc.record({
  method: fc.constantFrom("POST", "GET"),
  url,
  headers,
  body: fc.option(fc.uint8Array({ maxLength: 40 })),
});
const signings: fc.Arbitrary<Signing> = fc.record({
  credentials: fc
    .tuple(fc.stringMatching(/^[ -~]{1,20}$/), fc.option(fc.stringMatching(/^[A-Za-z0-9/+=]{1,20}$/)))
    .map(([secretAccessKey, sessionToken]) =>
      sessionToken === null ? { ...keys, secretAccessKey } : { ...keys, secretAccessKey, sessionToken },
    ),
  region: fc.constantFrom("us-east-1", "eu-west-1"),
  service: fc.constantFrom("bedrock", "bedrock-mantle"),
  at: fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
});

test("any request is signed as the AWS SDK's signer signs it", async () => {
  await fc.assert(
    fc.asyncProperty(requests, signings, async (request, signing) => {
      const theirs = await signedByLibrary(request, signing);
      const ours = new Map(signRequest(request, signing));
      const names = ["authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"];
      const of = (list: ReadonlyMap<string, string>) => names.map((name) => [name, list.get(name) ?? null]);
      expect(of(ours)).toEqual(of(new Map(theirs)));
    }),
    { numRuns: 300 },
  );
});

test("the headers of a request stay in their order, before those of the signature, which replace its own", () => {
  const request: WireRequest = {
    method: "POST",
    url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse",
    headers: [
      ["accept", "application/json"],
      ["authorization", "Bearer old"],
      ["content-type", "application/json"],
      ["x-amz-date", "20200101T000000Z"],
    ],
    body: null,
  };
  const at = new Date("2026-11-20T12:36:00.789Z");
  const signed = signRequest(request, { credentials: keys, region: "us-east-1", service: "bedrock", at });
  expect(signed.map(([name]) => name)).toEqual([
    ...["accept", "content-type"],
    ...["x-amz-date", "x-amz-content-sha256", "authorization"],
  ]);
  expect(signed[2]).toEqual(["x-amz-date", "20261120T123600Z"]);
  expect(request.headers).toHaveLength(4);
});

test("a secret that is renewed signs otherwise from the next request on", () => {
  const request: WireRequest = { method: "POST", url: "https://a.example/model/m/converse", headers: [], body: null };
  const at = new Date("2026-11-20T12:36:00Z");
  const by = (secretAccessKey: string) =>
    signRequest(request, { credentials: { ...keys, secretAccessKey }, region: "us-east-1", service: "bedrock", at }).at(
      -1,
    );
  expect(by("one")).not.toEqual(by("two"));
  expect(by("one")).toEqual(by("one"));
});
