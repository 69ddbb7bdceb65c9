import { describe, expect, test } from "vitest";
import type { WireHeaders, WireRequest } from "../../wire/exchange.js";
import { canonicalRequest } from "./canonical-request.js";
import { signatureOf } from "./signature-of.js";
import { sha256, wireBytes } from "./wire-bytes.js";

const scope = { date: "20150830", region: "us-east-1", service: "service" };

type Vector = readonly [
  name: string,
  method: string,
  target: string,
  headers: WireHeaders,
  body: string,
  signature: string,
];

const none: WireHeaders = [];
const form = "application/x-www-form-urlencoded";
const token =
  "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

/** AWS's Signature Version 4 test suite; each signature was made again with botocore 1.43.11, on 2026-11-29. */
const vectors: readonly Vector[] = [
  ["get-vanilla", "GET", "/", none, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  ["get-slashes", "GET", "//example//", none, "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"],
  ["get-relative", "GET", "/example/..", none, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  [
    "get-relative-relative",
    "GET",
    "/example1/example2/../..",
    none,
    "",
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  ],
  ["get-slash-dot-slash", "GET", "/./", none, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  [
    "get-slash-pointless-dot",
    "GET",
    "/./example",
    none,
    "",
    "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
  ],
  ["get-space", "GET", "/example space/", none, "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"],
  [
    "get-space, encoded by the client",
    "GET",
    "/example%20space/",
    none,
    "",
    "446b817944c553435b35e813c261ff4e161fff982d1bacdef1c87f6785dd1662",
  ],
  ["get-utf8", "GET", "/\u1234", none, "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"],
  [
    "get-utf8, as Node reads it from the wire",
    "GET",
    "/\xe1\x88\xb4",
    none,
    "",
    "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
  ],
  [
    "get-unreserved",
    "GET",
    "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    none,
    "",
    "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
  ],
  [
    "get-vanilla-query",
    "GET",
    "/?Param1=value1",
    none,
    "",
    "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
  ],
  [
    "get-vanilla-query-order-key-case",
    "GET",
    "/?Param2=value2&Param1=value1",
    none,
    "",
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  ],
  [
    "get-vanilla-query-order-value",
    "GET",
    "/?Param1=value2&Param1=value1",
    none,
    "",
    "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
  ],
  [
    "get-vanilla-query-order-encoded",
    "GET",
    "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
    none,
    "",
    "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
  ],
  [
    "get-vanilla-utf8-query",
    "GET",
    "/?\u1234=bar",
    none,
    "",
    "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
  ],
  [
    "get-header-key-duplicate",
    "GET",
    "/",
    [
      ["my-header1", "value2"],
      ["my-header1", "value2"],
      ["my-header1", "value1"],
    ],
    "",
    "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
  ],
  [
    "get-header-value-order",
    "GET",
    "/",
    [
      ["my-header1", "value4"],
      ["my-header1", "value1"],
      ["my-header1", "value3"],
      ["my-header1", "value2"],
    ],
    "",
    "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
  ],
  [
    "get-header-value-trim",
    "GET",
    "/",
    [
      ["my-header1", " value1"],
      ["my-header2", '"a   b   c"'],
    ],
    "",
    "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  ],
  ["post-vanilla", "POST", "/", none, "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  [
    "post-header-key-sort",
    "POST",
    "/",
    [["my-header1", "value1"]],
    "",
    "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
  ],
  [
    "post-header-value-case",
    "POST",
    "/",
    [["my-header1", "VALUE1"]],
    "",
    "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
  ],
  [
    "post-vanilla-query",
    "POST",
    "/?Param1=value1",
    none,
    "",
    "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
  ],
  [
    "post-x-www-form-urlencoded",
    "POST",
    "/",
    [["content-type", form]],
    "Param1=value1",
    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  ],
  [
    "post-x-www-form-urlencoded-parameters",
    "POST",
    "/",
    [["content-type", `${form}; charset=utf8`]],
    "Param1=value1",
    "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
  ],
  [
    "post-sts-header-before",
    "POST",
    "/",
    [["x-amz-security-token", token]],
    "",
    "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
  ],
];

const requestOf = (method: string, target: string, headers: WireHeaders, body = ""): WireRequest => ({
  method,
  url: `https://example.amazonaws.com${target}`,
  headers: [["host", "example.amazonaws.com"], ["x-amz-date", "20150830T123600Z"], ...headers],
  body: body === "" ? null : Buffer.from(body),
});

test.each(vectors)("AWS's vector %s", (_, method, target, headers, body, signature) => {
  const names = [...new Set(["x-amz-date", "host", ...headers.map(([name]) => name)])];
  const canonical = canonicalRequest(requestOf(method, target, headers, body), names);
  const toSign = [
    "AWS4-HMAC-SHA256",
    "20150830T123600Z",
    "20150830/us-east-1/service/aws4_request",
    sha256(wireBytes(canonical)),
  ].join("\n");
  expect(signatureOf(toSign, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope)).toBe(signature);
});

describe("a canonical request", () => {
  const partOf = (line: number, target: string, headers: WireHeaders = none, names: readonly string[] = ["host"]) =>
    canonicalRequest(requestOf("POST", target, headers), names).split("\n")[line];

  test.each([
    ["/model/a.b-v1%3A0/converse", "/model/a.b-v1%253A0/converse"],
    ["/model/a.b-v1:0/converse", "/model/a.b-v1%3A0/converse"],
    ["/model/arn%3aaws%2Fx/converse", "/model/arn%253aaws%252Fx/converse"],
    ["/a/%2E%2E/b", "/a/%252E%252E/b"],
    ["/../a", "/a"],
    ["", "/"],
    ["/a+b@c", "/a%2Bb%40c"],
  ])("encodes the path %j once more, as it was sent: %s", (target, path) => {
    expect(partOf(1, target)).toBe(path);
  });

  test.each([
    ["?b&a=1", "a=1&b="],
    ["?a=10&a=9", "a=10&a=9"],
    ["?x=a.b&x=a%2Fb", "x=a%2Fb&x=a.b"],
    ["?a=1&a=1", "a=1&a=1"],
    ["?q=a+b&r=a%20b", "q=a%2Bb&r=a%20b"],
    ["?a=1=2", "a=1%3D2"],
    ["?a=%7e&b=%", "a=~&b=%25"],
    ["?", ""],
    ["?&&", ""],
    ["?a=/x?y", "a=%2Fx%3Fy"],
  ])("writes the query %s as %s", (query, canonical) => {
    expect(partOf(2, `/${query}`)).toBe(canonical);
  });

  test("collapses blanks and tabs, and joins the values of a name", () => {
    const headers: WireHeaders = [
      ["a", " \t1 \t 2\t"],
      ["a", ""],
      ["a", "3"],
    ];
    expect(partOf(3, "/", headers, ["a"])).toBe("a:1 2,,3");
  });

  test("has an empty value for a signed header that did not arrive, or that AWS's front end keeps", () => {
    const headers: WireHeaders = [
      ["connection", "close"],
      ["session_id", "1"],
    ];
    const canonical = canonicalRequest(requestOf("POST", "/", headers), ["session_id", "connection", "missing"]);
    expect(canonical.split("\n").slice(3, 8)).toEqual([
      "connection:",
      "missing:",
      "session_id:",
      "",
      "connection;missing;session_id",
    ]);
  });

  test("has the host under both of its names", () => {
    expect(partOf(3, "/", none, [":authority"])).toBe(":authority:example.amazonaws.com");
    const bare: WireRequest = { method: "GET", url: "https://example.test:8443/x", headers: [], body: null };
    expect(canonicalRequest(bare, ["host"]).split("\n")[3]).toBe("host:example.test:8443");
  });

  test("has the hash of the body that arrived, whatever x-amz-content-sha256 says", () => {
    const headers: WireHeaders = [["x-amz-content-sha256", "UNSIGNED-PAYLOAD"]];
    expect(
      canonicalRequest(requestOf("POST", "/", headers, ""), ["host"])
        .split("\n")
        .at(-1),
    ).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });
});
