import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, test } from "vitest";
import { admit } from "./admit.js";

const config = { host: "127.0.0.1", apiKey: null, allowedHosts: [], allowedOrigins: [] };

function codeOf(headers: IncomingHttpHeaders, change: Partial<Parameters<typeof admit>[1]> = {}, open = false) {
  const refusal = admit(headers, { ...config, ...change }, { open });
  return refusal === null ? "in" : `${refusal.status} ${refusal.code}`;
}
const out = "403 host_not_allowed";

describe("the host that a request names", () => {
  test.each([
    ["127.0.0.1", "in"],
    ["127.0.0.1:8000", "in"],
    ["127.1.2.3:65535", "in"],
    ["localhost", "in"],
    ["LOCALHOST:1", "in"],
    ["[::1]", "in"],
    ["[::1]:8000", "in"],
    [undefined, out],
    ["", out],
    [":8000", out],
    ["evil.test", out],
    ["localhost.evil.test", out],
    ["evil.test:localhost", out],
    ["127.0.0.1.evil.test", out],
    ["evil-127.0.0.1", out],
    ["10.0.0.7", out],
    ["[::2]", out],
    ["[fe80::1]:8000", out],
    ["::1", out],
    ["[::1", out],
    ["::1]", out],
    ["[localhost]", out],
    ["[]", out],
    ["[::1]evil.test", out],
    ["evil.test[::1]", out],
    ["localhost:", out],
    ["localhost:80a", out],
    ["localhost:123456", out],
    ["localhost:80:90", out],
    ["user@localhost", out],
    ["evil.test/localhost", out],
    ["localhost ", out],
    [" localhost", out],
    ["localhost\n", out],
  ])("%j is %s on a loopback address", (host, expected) => {
    expect(codeOf({ host })).toBe(expected);
  });

  test.each([
    ["router.test", "in"],
    ["ROUTER.test:8000", "in"],
    ["a.router.test", out],
    ["router.test.evil", out],
  ])("%j is %s where it is the host's own name, whatever its case", (host, expected) => {
    expect(codeOf({ host }, { host: "Router.Test" })).toBe(expected);
  });

  test.each([
    ["chat.example.org", "in"],
    ["Chat.Example.org:443", "in"],
    ["example.org", out],
  ])("%j is %s beside the hosts that are listed", (host, expected) => {
    expect(codeOf({ host }, { allowedHosts: ["other.test", "chat.example.org"] })).toBe(expected);
  });

  test.each([
    ["0.0.0.0", "10.0.0.7:8000", "in"],
    ["0.0.0.0", "[2001:db8::7]:8000", "in"],
    ["0.0.0.0", "[2001:DB8::7]", "in"],
    ["::", "10.0.0.7", "in"],
    ["::", "[fe80::1]", "in"],
    ["0.0.0.0", "evil.test", out],
    ["::", "evil.test:8000", out],
    // Names that look like an address at first glance.
    ["0.0.0.0", "10.0.0.7.evil", out],
    ["0.0.0.0", "x10.0.0.7", out],
    ["0.0.0.0", "10.0.0", out],
    ["0.0.0.0", "10.0.0.", out],
    ["0.0.0.0", "10.0.0.7777", out],
    ["0.0.0.0", "1000.0.0.7", out],
    ["0.0.0.0", "255.255.255.255", "in"],
    ["0.0.0.0", "10a0b0c7", out],
    ["10.0.0.7", "10.0.0.7", "in"],
    ["10.0.0.7", "10.0.0.8", out],
    ["2001:db8::7", "[2001:db8::7]:8000", "in"],
    ["2001:db8::7", "[2001:db8::8]", out],
  ])("of a router on %s, %j is %s", (own, host, expected) => {
    expect(codeOf({ host }, { host: own })).toBe(expected);
  });
});

describe("the page that a request comes from", () => {
  const host = "localhost:8000";
  const allowedOrigins = ["https://chat.example.org", "http://localhost:3000"];
  const closed = "403 origin_not_allowed";

  test.each([
    ["no page", {}, "in"],
    ["a listed one", { origin: "https://chat.example.org" }, "in"],
    ["another listed one, of another site", { origin: "http://localhost:3000", "sec-fetch-site": "cross-site" }, "in"],
    ["one that is not listed", { origin: "https://evil.test" }, closed],
    ["one whose name begins alike", { origin: "https://chat.example.org.evil.test" }, closed],
    ["one of another port", { origin: "http://localhost:3001" }, closed],
    ["one without a name", { origin: "null" }, closed],
    ["one of an empty name", { origin: "" }, closed],
    ["one that says only that it is another site's", { "sec-fetch-site": "cross-site" }, closed],
    ["this site's", { "sec-fetch-site": "same-origin" }, "in"],
    ["a person's own address bar", { "sec-fetch-site": "none" }, "in"],
  ])("%s: %j", (_title, headers, expected) => {
    expect(codeOf({ host, ...headers }, { allowedOrigins })).toBe(expected);
  });

  test("without a list no page may ask", () => {
    expect(codeOf({ host, origin: "http://localhost:8000" })).toBe(closed);
  });
});

describe("the key", () => {
  const host = "localhost";
  const apiKey = "0123456789abcdef";
  const refused = "401 invalid_api_key";

  test.each([
    [`Bearer ${apiKey}`, "in"],
    [`bearer ${apiKey}`, "in"],
    [undefined, refused],
    ["", refused],
    [apiKey, refused],
    [`Basic ${apiKey}`, refused],
    [`Bearer${apiKey}`, refused],
    ["Bearer ", refused],
    [`Bearer ${apiKey.slice(0, -1)}`, refused],
    [`Bearer ${apiKey}0`, refused],
    [`Bearer  ${apiKey}`, refused],
    [`x Bearer ${apiKey}`, refused],
    [`Bearer ${apiKey}\nx`, refused],
    [`Bearer ${apiKey.toUpperCase()}`, refused],
  ])("%j is %s", (authorization, expected) => {
    expect(codeOf({ host, authorization }, { apiKey })).toBe(expected);
  });

  test("is asked of no open route, and of none where no key is configured", () => {
    expect(codeOf({ host }, { apiKey }, true)).toBe("in");
    expect(codeOf({ host })).toBe("in");
    expect(admit({ host }, { ...config, apiKey })).toMatchObject({ status: 401 });
  });

  test("is never looked at before host and page are known", () => {
    const authorization = `Bearer ${apiKey}`;
    expect(codeOf({ host: "evil.test", authorization }, { apiKey }, true)).toBe(out);
    expect(codeOf({ host, origin: "https://evil.test", authorization }, { apiKey }, true)).toBe(
      "403 origin_not_allowed",
    );
  });

  test("that is empty is one that nobody has", () => {
    expect(codeOf({ host, authorization: "Bearer x" }, { apiKey: "" })).toBe(refused);
  });
});

test("each refusal says what to do", () => {
  const messageFor = (headers: IncomingHttpHeaders) => admit(headers, { ...config, apiKey: "k" })?.message;
  expect(messageFor({ host: "evil.test" })).toContain("serve.allowed_hosts");
  expect(messageFor({ host: "localhost", origin: "https://evil.test" })).toContain("serve.allowed_origins");
  expect(messageFor({ host: "localhost" })).toContain("Authorization: Bearer");
});
