import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, test } from "vitest";
import type { ServeConfig } from "../config/router-config.js";
import { admit } from "./admit.js";

type Config = Pick<ServeConfig, "host" | "apiKey" | "allowedHosts" | "allowedOrigins">;

const local: Config = { host: "127.0.0.1", apiKey: null, allowedHosts: [], allowedOrigins: [] };

/** The code of the refusal; null: it comes in. */
function code(headers: IncomingHttpHeaders, config: Partial<Config> = {}, open?: boolean): string | null {
  return admit(headers, { ...local, ...config }, open === undefined ? {} : { open })?.code ?? null;
}

describe("the host", () => {
  test.each([
    "localhost",
    "LOCALHOST",
    "localhost:8000",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1:65535",
    "127.10.200.3:80",
    "[::1]",
    "[::1]:8000",
  ])("%s is this machine", (host) => {
    expect(code({ host })).toBeNull();
  });

  test.each([
    undefined,
    "",
    ":8000",
    "evil.test",
    "evil.test:80",
    "localhost.evil.test",
    "evil.test/localhost",
    "localhost:",
    "localhost:123456",
    "localhost:80a",
    "localhost:a",
    "localhost localhost",
    "user@localhost",
    "localhost/",
    "[::1",
    "[::1]x",
    "x[::1]",
    "[]",
    "[localhost]",
    "[::g]",
    "192.168.0.7",
    "[fe80::1]",
  ])("%s is not", (host) => {
    expect(admit(host === undefined ? {} : { host }, local)).toEqual({
      status: 403,
      code: "host_not_allowed",
      message: "the request names a host that is not this router's; see serve.allowed_hosts",
    });
  });

  test("a listed name and the router's own come in, whatever their case in the request", () => {
    const config = { host: "Router.Test", allowedHosts: ["gateway.test", "::2"] };
    expect(code({ host: "router.test:80" }, config)).toBeNull();
    expect(code({ host: "ROUTER.TEST" }, config)).toBeNull();
    expect(code({ host: "Gateway.Test" }, config)).toBeNull();
    expect(code({ host: "[::2]:80" }, config)).toBeNull();
    expect(code({ host: "other.test" }, config)).toBe("host_not_allowed");
  });

  test.each(["0.0.0.0", "::"])("behind %s every literal address comes in, and no name", (host) => {
    for (const literal of ["192.168.0.7", "1.2.3.4:80", "[fe80::1]", "[2001:DB8::7]:80", "111.222.33.255"]) {
      expect(code({ host: literal }, { host })).toBeNull();
    }
    for (const name of ["evil.test", "1.2.3", "a1.2.3.4", "1.2.3.4.test", "1.2.3.4567", "1234.1.1.1", "1.a.3.4"]) {
      expect(code({ host: name }, { host })).toBe("host_not_allowed");
    }
  });
});

describe("the page", () => {
  const pages = { allowedOrigins: ["https://app.test"] };

  test("a listed origin comes in, also from another site", () => {
    const headers = { host: "localhost", origin: "https://app.test" };
    expect(code(headers, pages)).toBeNull();
    expect(code({ ...headers, "sec-fetch-site": "cross-site" }, pages)).toBeNull();
  });

  test("another origin does not, not even from the same site", () => {
    const refusal = { status: 403, code: "origin_not_allowed" };
    const headers = { host: "localhost", origin: "https://evil.test" };
    expect(admit(headers, { ...local, ...pages })).toEqual({
      ...refusal,
      message: "pages from this origin may not send requests; see serve.allowed_origins",
    });
    expect(admit({ ...headers, "sec-fetch-site": "same-origin" }, local)).toMatchObject(refusal);
    expect(admit({ host: "localhost", origin: "null" }, { ...local, ...pages })).toMatchObject(refusal);
  });

  test("without an origin only a request of another site is refused", () => {
    expect(code({ host: "localhost", "sec-fetch-site": "cross-site" }, pages)).toBe("origin_not_allowed");
    for (const site of ["same-origin", "same-site", "none"]) {
      expect(code({ host: "localhost", "sec-fetch-site": site }, pages)).toBeNull();
    }
  });
});

describe("the key", () => {
  const locked = { apiKey: "router-key" };

  test.each([
    [{ "x-api-key": "router-key" }, null],
    [{ "x-api-key": "router-key", authorization: "Bearer another" }, null],
    [{ "x-api-key": "another", authorization: "Bearer router-key" }, null],
    [{ "x-api-key": "router-key2" }, "invalid_api_key"],
    [{ "x-api-key": "Bearer router-key" }, "invalid_api_key"],
    [{ "x-api-key": "" }, "invalid_api_key"],
    [{ "x-api-key": ["router-key"] }, "invalid_api_key"],
  ])("as Anthropic's clients send it, %j is %j", (headers, expected) => {
    expect(code({ host: "localhost", ...headers }, locked)).toBe(expected);
    expect(code({ host: "localhost", "x-api-key": "" }, { apiKey: "" })).toBe("invalid_api_key");
  });

  test.each(["Bearer router-key", "bearer router-key", "BEARER router-key"])("%s comes in", (authorization) => {
    expect(code({ host: "localhost", authorization }, locked)).toBeNull();
  });

  test.each([
    undefined,
    "",
    "Bearer ",
    "Bearer router-ke",
    "Bearer router-key2",
    "Bearer  router-key",
    "Basic router-key",
    "router-key",
    "x Bearer router-key",
    "Bearer router-key\nx",
  ])("%j does not", (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(admit({ host: "localhost", ...headers }, { ...local, ...locked })).toEqual({
      status: 401,
      code: "invalid_api_key",
      message: "the router's API key is missing or wrong: send it as Authorization: Bearer … or as x-api-key",
    });
  });

  test("an open route asks for none, but for its host", () => {
    expect(code({ host: "localhost" }, locked, true)).toBeNull();
    expect(code({ host: "localhost" }, locked, false)).toBe("invalid_api_key");
    expect(code({ host: "evil.test" }, locked, true)).toBe("host_not_allowed");
  });

  test("a request without a key has none, and not a word for it", () => {
    expect(code({ host: "localhost" }, { apiKey: "undefined" })).toBe("invalid_api_key");
  });
});
