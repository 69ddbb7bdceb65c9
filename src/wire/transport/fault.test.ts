import { expect, test } from "vitest";
import { TransportError } from "../exchange.js";
import { abortFault, faultOf } from "./fault.js";
import { decodedTarget, requestTarget } from "./request-target.js";

const never = new AbortController().signal;
const coded = (code: string, message = "system") => Object.assign(new Error(message), { code });

test.each([
  ["ENOTFOUND", "dns"],
  ["EAI_AGAIN", "dns"],
  ["ECONNREFUSED", "refused"],
  ["EHOSTUNREACH", "refused"],
  ["ENETUNREACH", "refused"],
  ["UND_ERR_CONNECT_TIMEOUT", "connect-timeout"],
  ["ETIMEDOUT", "connect-timeout"],
  ["CERT_HAS_EXPIRED", "tls"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
  ["ECONNRESET", "reset"],
  ["EPIPE", "reset"],
  ["UND_ERR_SOCKET", "closed"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "closed"],
  ["UND_ERR_REQ_CONTENT_LENGTH_MISMATCH", "closed"],
  ["Z_BUF_ERROR", "closed"],
  ["UND_ERR_DESTROYED", "aborted"],
  ["HPE_INVALID_CHUNK_SIZE", "protocol"],
  ["Z_DATA_ERROR", "protocol"],
  ["UND_ERR_HEADERS_OVERFLOW", "protocol"],
])("%s is %s, and the code is kept", (code, kind) => {
  expect(faultOf(coded(code), never)).toMatchObject({ kind, code, message: "system" });
  expect(faultOf(new TypeError("fetch failed", { cause: coded(code) }), never)).toMatchObject({ kind, code });
});

test("an error without a code, and a thrown thing that is no error, are protocol", () => {
  expect(faultOf(new Error("odd"), never)).toMatchObject({ kind: "protocol", code: null, message: "odd" });
  expect(faultOf("odd", never)).toMatchObject({ kind: "protocol", message: "odd" });
  expect(faultOf(undefined, never).kind).toBe("protocol");
});

test("an error that both address families gave has their messages", () => {
  const both = Object.assign(new AggregateError([new Error("::1 refused"), new Error("127.0.0.1 refused")]), {
    code: "ECONNREFUSED",
  });
  expect(faultOf(both, never)).toMatchObject({ kind: "refused", message: "::1 refused; 127.0.0.1 refused" });
});

test("a TransportError is kept, also where it is the cause", () => {
  const fenced = new TransportError("fenced", "no");
  expect(faultOf(fenced, never)).toBe(fenced);
  expect(faultOf(new TypeError("fetch failed", { cause: fenced }), never)).toBe(fenced);
});

test("a cause that leads back to itself ends", () => {
  const looped = new Error("loop");
  looped.cause = looped;
  expect(faultOf(looped, never).kind).toBe("protocol");
});

test("after an abort the abort is what broke it", () => {
  const signal = AbortSignal.abort("enough");
  expect(faultOf(coded("ECONNRESET"), signal)).toMatchObject({ kind: "aborted", cause: "enough" });
  expect(abortFault(signal)).toMatchObject({ kind: "aborted", cause: "enough" });
});

test.each([
  ["https://a.test/v1/chat", "/v1/chat"],
  ["https://a.test", "/"],
  ["https://a.test?x=1", "/?x=1"],
  ["https://a.test/#part", "/"],
  ["https://a.test/a/../b%3A?x=%20#part", "/a/../b%3A?x=%20"],
  ["https://a.test:8080/model//converse", "/model//converse"],
  ["https://a.test/x?to=http://b.test/y", "/x?to=http://b.test/y"],
])("the target of %s is %s", (url, target) => {
  expect(requestTarget(url)).toBe(target);
});

test.each([
  ["https://a.test/model/arn%3Aaws%3Abedrock%2Fx/converse", "/model/arn:aws:bedrock/x/converse"],
  ["https://a.test/%E6%97%A5", "/日"],
  ["https://a.test/50%", "/50%"],
])("decoded, the target of %s is %s", (url, target) => {
  expect(decodedTarget(url)).toBe(target);
});
