import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WireHeaders, WireRequest } from "../../wire/exchange.js";
import { routeOf } from "../request/route-of.js";
import { credentialFault } from "./check-credential.js";
import { documentedKeys } from "./known-keys.js";

const nowMs = Date.UTC(2026, 1, 10);
const runtime = "bedrock-runtime.us-east-1.amazonaws.com";
const kimi = "/model/moonshotai.kimi-k2.5/converse";
const body = '{"messages":[{"role":"user","content":[{"text":"hi"}]}]}';
const token = documentedKeys.accessKeys[1]?.sessionToken ?? "";

/** Every signature below was made with botocore 1.43.11, on 2026-11-29. */
const kimiSignature = "08c7b24ca879ffcd3b07c85a84216a987e0863aeb00a8800637e161ed37b5aa4";
const temporarySignature = "c906eacf8da780ae61d1b3511602000d095fcf559141acbf4a1c96053319a5be";

type Asked = {
  readonly host: string;
  readonly target: string;
  readonly body: string;
  readonly method: string;
  readonly contentType: string;
  readonly date: string | null;
  readonly credential: string;
  readonly names: string;
  readonly signature: string;
  readonly token: string | null;
  /** The whole header, in place of the three parameters. */
  readonly authorization: string | null;
};

const asked: Asked = {
  host: runtime,
  target: kimi,
  body,
  method: "POST",
  contentType: "application/json",
  date: "20260210T000000Z",
  credential: "AKIAIOSFODNN7EXAMPLE/20260210/us-east-1/bedrock/aws4_request",
  names: "content-type;host;x-amz-date",
  signature: kimiSignature,
  token: null,
  authorization: null,
};

/** The same request, signed with the temporary pair. */
const temporary: Partial<Asked> = {
  credential: "ASIAIOSFODNN7EXAMPLE/20260210/us-east-1/bedrock/aws4_request",
  names: "content-type;host;x-amz-date;x-amz-security-token",
  signature: temporarySignature,
  token,
};

function requestOf(changes: Partial<Asked>): WireRequest {
  const one = { ...asked, ...changes };
  const authorization =
    one.authorization ??
    `AWS4-HMAC-SHA256 Credential=${one.credential}, SignedHeaders=${one.names}, Signature=${one.signature}`;
  const headers: WireHeaders = [
    ["host", one.host],
    ["content-type", one.contentType],
    ...(one.date === null ? [] : [["x-amz-date", one.date] as const]),
    ...(one.token === null ? [] : [["x-amz-security-token", one.token] as const]),
    ["authorization", authorization],
  ];
  return { method: one.method, url: `https://${one.host}${one.target}`, headers, body: Buffer.from(one.body) };
}

function faultOf(changes: Partial<Asked>, laterMs = 0): readonly [refusal: string, message: string | null] | null {
  const request = requestOf(changes);
  const fault = credentialFault(request, routeOf(request), { keys: documentedKeys, nowMs: nowMs + laterMs });
  return fault === null ? null : [fault.refusal, fault.message];
}

describe("a right signature is accepted", () => {
  test.each<[what: string, changes: Partial<Asked>]>([
    ["of an id without a colon", {}],
    [
      "of an id with an encoded colon",
      {
        target: "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse",
        signature: "17e40464d608e76e5247be1e277d0a4baccc8a75befb88f9762ff7068406d69f",
      },
    ],
    [
      "of an id with a bare colon",
      {
        target: "/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/converse",
        signature: "f9ffeff817b3186db07b2efc4dff98b0157348e4df90b3276eb4c9f92163187a",
      },
    ],
    [
      "of an encoded ARN",
      {
        target:
          "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.maker.model-v1%3A0/converse",
        signature: "b207d610e931f3c423a66eb93181db12869e21533469febafc09e28af3ba87f7",
      },
    ],
    ["with a session token", temporary],
    [
      "for Mantle",
      {
        host: "bedrock-mantle.us-east-1.api.aws",
        target: "/v1/chat/completions",
        body: '{"model":"m","messages":[{"role":"user","content":"hi"}]}',
        credential: "AKIAIOSFODNN7EXAMPLE/20260210/us-east-1/bedrock-mantle/aws4_request",
        signature: "f15d85b8a7b8088ef6cd737759ee29b0c86d44b2c56b77215cc9eab780f10b8a",
      },
    ],
    ["whose names are in another case and order", { names: "X-Amz-Date;Host;Content-Type" }],
    [
      "whose parameters are in another order, without blanks",
      {
        authorization: `AWS4-HMAC-SHA256 Signature=${kimiSignature},Credential=${asked.credential},SignedHeaders=${asked.names}`,
      },
    ],
    ["whose scope ends in a slash", { credential: `${asked.credential}/` }],
    ["of a header with blanks around it", { contentType: "  application/json " }],
  ])("%s", (_, changes) => {
    expect(faultOf(changes)).toBeNull();
  });

  test("up to five minutes from now, on both sides", () => {
    expect([faultOf({}, 300_000), faultOf({}, -300_000)]).toEqual([null, null]);
  });
});

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

describe("a wrong signature is refused", () => {
  test("with the canonical string and the string to sign that were expected", () => {
    const [refusal, message] = faultOf({ signature: "0".repeat(64) }) ?? [];
    expect(refusal).toBe("invalid-signature");
    expect(message).toBe(`${mismatch}

The Canonical String for this request should have been
'POST
/model/moonshotai.kimi-k2.5/converse

content-type:application/json
host:bedrock-runtime.us-east-1.amazonaws.com
x-amz-date:20260210T000000Z

content-type;host;x-amz-date
c3335e07d6e89650bf94cb98664be69f8774dbc3198df221f113db0a59ea14f0'

The String-to-Sign should have been
'AWS4-HMAC-SHA256
20260210T000000Z
20260210/us-east-1/bedrock/aws4_request
a7f342534a8b989b01dbde1b6e82bd5f3aa9d36d49ccb14832cf1e4ba2b5436c'
`);
  });

  test.each<[what: string, changes: Partial<Asked>]>([
    ["another secret", { signature: "323fb44df31ac1960686bd88e8015ba425f3515dce126d2fb0ca81b06261fb62" }],
    [
      "the host twice in the list and in what was signed",
      {
        names: "content-type;host;host;x-amz-date",
        signature: "7256ce8c347f927d2b8f9c0b1d681de1c102b55f5dff0fc0b9cf005f25917bd1",
      },
    ],
    ["another method", { method: "PUT" }],
    ["another model", { target: kimi.replace("k2.5", "k2.6") }],
    ["another operation", { target: `${kimi}-stream` }],
    ["an encoded character where a bare one was signed", { target: kimi.replace(".kimi", "%2Ekimi") }],
    ["a query that was not signed", { target: `${kimi}?a=1` }],
    ["another host", { host: "bedrock-runtime-fips.us-east-1.amazonaws.com" }],
    ["another content type", { contentType: "application/json; charset=utf-8" }],
    ["one byte more in the body", { body: `${body} ` }],
    ["one byte less in the body", { body: body.slice(0, -1) }],
    ["no body", { body: "" }],
    ["a time one second later", { date: "20260210T000001Z" }],
    ["a header less in the list", { names: "host;x-amz-date" }],
    ["a header more in the list", { names: "accept;content-type;host;x-amz-date" }],
    ["an empty name in the list", { names: ";content-type;host;x-amz-date" }],
    ["a digit less", { signature: kimiSignature.slice(0, -1) }],
    ["capitals", { signature: kimiSignature.toUpperCase() }],
    [
      "another region of the same form, on a host that fixes none",
      {
        host: "127.0.0.1:8787",
        credential: asked.credential.replace("us-east-1", "us-west-2"),
      },
    ],
    ["the token of another temporary pair", { ...temporary, token: `${token}x` }],
  ])("%s", (_, changes) => {
    const [refusal, message] = faultOf(changes) ?? [];
    expect([refusal, message?.slice(0, mismatch.length)]).toEqual(["invalid-signature", mismatch]);
  });

  test("another digit at any place of the signature", () => {
    for (let at = 0; at < kimiSignature.length; at++) {
      const digit = kimiSignature[at] === "0" ? "1" : "0";
      const signature = `${kimiSignature.slice(0, at)}${digit}${kimiSignature.slice(at + 1)}`;
      expect(faultOf({ signature })?.[0]).toBe("invalid-signature");
    }
  });
});

describe("any other byte is refused", () => {
  const others = fc.nat({ max: 254 });
  const changedAt = (bytes: Buffer, at: number, by: number) => {
    const changed = Buffer.from(bytes);
    changed[at] = ((changed[at] ?? 0) + 1 + by) % 256;
    return changed;
  };

  test("at each place of the body", () => {
    const { headers, ...request } = requestOf({});
    for (let at = 0; at < body.length; at++) {
      const spoilt = { ...request, headers, body: changedAt(Buffer.from(body), at, at) };
      expect(credentialFault(spoilt, routeOf(spoilt), { keys: documentedKeys, nowMs })?.refusal).toBe(
        "invalid-signature",
      );
    }
  });

  test("at each place of the session token, and of the path that keeps the route", () => {
    fc.assert(
      fc.property(fc.nat({ max: token.length - 1 }), others, (at, by) => {
        const changed = changedAt(Buffer.from(token, "latin1"), at, by).toString("latin1");
        // Blanks around a value do not belong to it.
        fc.pre(!/^[ \t]|[ \t]$/.test(changed));
        expect(faultOf({ ...temporary, token: changed })?.[0]).toBe("invalid-signature");
      }),
      { numRuns: 500 },
    );
    for (let at = "/model/".length; at < "/model/moonshotai.kimi-k2.5".length; at++) {
      const target = `${kimi.slice(0, at)}x${kimi.slice(at + 1)}`;
      expect([target, faultOf({ target })?.[0]]).toEqual([target, "invalid-signature"]);
    }
  });

  test("and no header whatsoever makes it throw", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("AWS4-HMAC-SHA256 Credential=,", "Bearer", "=,=", "a=b", "Credential=/////"),
    );
    fc.assert(
      fc.property(text, text, text, text, (one, two, three, four) => {
        const asWhole = faultOf({ authorization: `${one} ${two}`, date: three });
        const asParts = faultOf({ credential: one, names: two, signature: three, date: four });
        expect([asWhole?.[0], asParts?.[0]]).not.toContain(undefined);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a key that is not known is refused", () => {
  test.each<[what: string, changes: Partial<Asked>]>([
    ["another access key", { credential: asked.credential.replace("AKIA", "AKIB") }],
    ["an access key in small letters", { credential: asked.credential.toLowerCase() }],
  ])("%s", (_, changes) => {
    expect(faultOf(changes)).toEqual(["invalid-token", null]);
  });

  test("a temporary pair without its session token", () => {
    const signature = "08c7b24ca879ffcd3b07c85a84216a987e0863aeb00a8800637e161ed37b5aa4";
    expect(faultOf({ ...temporary, names: asked.names, token: null, signature })).toEqual(["invalid-token", null]);
  });

  test("a session token with a pair that has none", () => {
    const changes = {
      token: "stale",
      names: temporary.names ?? "",
      signature: "6ef77da33084a643b0fa6866a23edff9d3936e83f109ca11aca28b7bbfc9340f",
    };
    expect(faultOf(changes)).toEqual(["invalid-token", null]);
  });
});

describe("a signature at another time is refused", () => {
  test("one second after five minutes", () => {
    expect(faultOf({}, 301_000)).toEqual([
      "invalid-signature",
      "Signature expired: 20260210T000000Z is now earlier than 20260210T000001Z (20260210T000501Z - 5 min.)",
    ]);
  });

  test("one second before five minutes", () => {
    expect(faultOf({}, -301_000)).toEqual([
      "invalid-signature",
      "Signature not yet current: 20260210T000000Z is still later than 20260209T235959Z (20260209T235459Z + 5 min.)",
    ]);
  });

  test("a time in another form", () => {
    expect(faultOf({ date: "2026-02-10T00:00:00Z" })).toEqual([
      "incomplete-signature",
      "Date must be in ISO-8601 'basic format'. Got '2026-02-10T00:00:00Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    ]);
  });
});

describe("a scope of another place is refused", () => {
  const scoped = (scope: string) => faultOf({ credential: `AKIAIOSFODNN7EXAMPLE/${scope}` });
  test.each([
    ["20260210/us-west-2/bedrock/aws4_request", "Credential should be scoped to a valid region. "],
    ["20260210//bedrock/aws4_request", "Credential should be scoped to a valid region. "],
    ["20260210/us-east-1/bedrock-runtime/aws4_request", "Credential should be scoped to correct service: 'bedrock'. "],
    ["20260210/us-east-1/bedrock-mantle/aws4_request", "Credential should be scoped to correct service: 'bedrock'. "],
    [
      "20260210/us-east-1/bedrock/aws5_request",
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. ",
    ],
    [
      "20260209/us-east-1/bedrock/aws4_request",
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260209' != '20260210', from '20260210T000000Z'. ",
    ],
    [
      "20260210/US-EAST-1/s3/aws4_request",
      "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'bedrock'. ",
    ],
  ])("%s", (scope, message) => {
    expect(scoped(scope)).toEqual(["invalid-signature", message]);
  });

  test("a word that is no region, on a host that fixes none", () => {
    const credential = asked.credential.replace("us-east-1", "nowhere");
    expect(faultOf({ host: "127.0.0.1:8787", credential })?.[1]).toBe(
      "Credential should be scoped to a valid region. ",
    );
  });

  test("another service than Mantle's two", () => {
    const credential = asked.credential.replace("bedrock", "mantle");
    const host = "bedrock-mantle.us-east-1.api.aws";
    expect(faultOf({ host, target: "/v1/chat/completions", credential })?.[1]).toBe(
      "Credential should be scoped to correct service: 'bedrock-mantle'. ",
    );
  });

  test.each(["AKIAIOSFODNN7EXAMPLE", "a/b/c/d", "a/b/c/d/e/f"])("%s has not five parts", (credential) => {
    expect(faultOf({ credential })).toEqual([
      "incomplete-signature",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    ]);
  });
});

describe("an incomplete signature is refused", () => {
  test("without a header that must be signed", () => {
    expect(faultOf({ names: "content-type;x-amz-date" })).toEqual([
      "invalid-signature",
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ]);
    expect(faultOf({ token })).toEqual([
      "invalid-signature",
      "'X-Amz-Security-Token' must be a 'SignedHeader' in the AWS Authorization.",
    ]);
  });

  test("with another algorithm", () => {
    const authorization = `AWS4-ECDSA-P256-SHA256 Credential=${asked.credential}, SignedHeaders=${asked.names}, Signature=00`;
    expect(faultOf({ authorization })).toEqual([
      "incomplete-signature",
      "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now). ",
    ]);
  });

  test("with each parameter named that is missing or empty, and the header as its hash", () => {
    expect(faultOf({ authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=", date: null })).toEqual([
      "incomplete-signature",
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=jzCxk/wzOZojQJHwNPuLw8kAqlF5BXdvFeaGaGwGdsA=",
    ]);
    expect(faultOf({ date: null })?.[1]).toMatch(
      /^Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. \(Hashed/,
    );
  });

  test.each(["AWS4-HMAC-SHA256", "Basic dXNlcjpwYXNz="])("%s has no parameters", (authorization) => {
    expect(faultOf({ authorization })?.[1]).toMatch(
      /^Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. \(Hashed/,
    );
  });

  test("with a part that is no pair", () => {
    expect(faultOf({ authorization: "ApiKey 96989ee3" })).toEqual([
      "incomplete-signature",
      "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '307v9+zUcu1dY0XwuCzAw1SwTBe/blsnhd5Aqo40weE='.",
    ]);
  });
});

describe("a bearer key", () => {
  const targets = [
    [runtime, kimi],
    [runtime, "/openai/v1/chat/completions"],
    ["bedrock-mantle.us-east-1.api.aws", "/v1/chat/completions"],
    ["openrouter.ai", "/api/v1/chat/completions"],
    ["api.moonshot.ai", "/v1/chat/completions"],
  ] as const;

  test.each(targets)("is accepted by https://%s%s", (host, target) => {
    expect(faultOf({ host, target, authorization: "Bearer simulated", date: null })).toBeNull();
    expect(faultOf({ host, target, authorization: "bearer \t simulated " })).toBeNull();
  });

  test.each(targets)("that is wrong is refused by https://%s%s", (host, target) => {
    for (const authorization of ["Bearer simulate", "Bearer simulated2", "Bearer", "Bearer ", "Bearer Simulated"]) {
      expect(faultOf({ host, target, authorization })).toEqual(["api-key-invalid", null]);
    }
  });

  test("is wanted where a signature is not known", () => {
    for (const [host, target] of targets.slice(3)) {
      const signed = { host, target, credential: asked.credential.replace("bedrock", "s3") };
      expect(faultOf(signed)).toEqual(["missing-authorization", null]);
    }
  });

  test("beside a signature is neither", () => {
    const request = requestOf({});
    const headers: WireHeaders = [...request.headers, ["authorization", "Bearer simulated"]];
    const both = { ...request, headers };
    expect(credentialFault(both, routeOf(both), { keys: documentedKeys, nowMs })?.refusal).toBe("incomplete-signature");
  });
});

test("no credential at all is a missing one", () => {
  const request = { ...requestOf({}), headers: [] };
  expect(credentialFault(request, routeOf(request), { keys: documentedKeys, nowMs })?.refusal).toBe(
    "missing-authorization",
  );
});
