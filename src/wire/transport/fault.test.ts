import { expect, test } from "vitest";
import { TransportError } from "../exchange.js";
import { abortFault, faultOf, isOurs } from "./fault.js";
import { decodedTarget, requestTarget } from "./request-target.js";

const never = new AbortController().signal;
const coded = (code: string, message = "system") => Object.assign(new Error(message), { code });

test.each([
  ["ENOTFOUND", "dns"],
  ["EAI_AGAIN", "dns"],
  ["ECONNREFUSED", "refused"],
  ["EHOSTUNREACH", "refused"],
  ["ENETUNREACH", "refused"],
  ["EHOSTDOWN", "refused"],
  ["ENETDOWN", "refused"],
  ["EADDRNOTAVAIL", "refused"],
  ["UND_ERR_CONNECT_TIMEOUT", "connect-timeout"],
  ["ETIMEDOUT", "connect-timeout"],
  ["CERT_HAS_EXPIRED", "tls"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "tls"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls"],
  ["SELF_SIGNED_CERT", "tls"],
  ["HOSTNAME_MISMATCH", "tls"],
  ["INVALID_CA", "tls"],
  ["INVALID_PURPOSE", "tls"],
  ["EPROTO", "tls"],
  ["UND_ERR_PRX_TLS", "tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "tls"],
  ["ECONNRESET", "reset"],
  ["EPIPE", "reset"],
  ["ECONNABORTED", "reset"],
  ["UND_ERR_SOCKET", "closed"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "closed"],
  ["UND_ERR_REQ_CONTENT_LENGTH_MISMATCH", "closed"],
  ["Z_BUF_ERROR", "closed"],
  ["ERR_STREAM_PREMATURE_CLOSE", "closed"],
  ["UND_ERR_DESTROYED", "aborted"],
  ["UND_ERR_CLOSED", "aborted"],
  ["XENOTFOUND", "protocol"],
  ["ENOTFOUND2", "protocol"],
  ["EAI_", "protocol"],
  ["ECONNREFUSED2", "protocol"],
  ["XETIMEDOUT", "protocol"],
  ["ETIMEDOUT2", "protocol"],
  ["XCERT_A", "protocol"],
  ["CERT_", "protocol"],
  ["UNABLE_TO_", "protocol"],
  ["INVALID_CA2", "protocol"],
  ["ERR_TLS_", "protocol"],
  ["XEPROTO", "protocol"],
  ["EPROTO2", "protocol"],
  ["XECONNRESET", "protocol"],
  ["EPIPE2", "protocol"],
  ["XUND_ERR_SOCKET", "protocol"],
  ["UND_ERR_SOCKET2", "protocol"],
  ["UND_ERR_REX_CONTENT_LENGTH_MISMATCH", "protocol"],
  ["XZ_BUF_ERROR", "protocol"],
  ["Z_BUF_ERROR2", "protocol"],
  ["XUND_ERR_CLOSED", "protocol"],
  ["UND_ERR_CLOSED2", "protocol"],
  ["econnreset", "protocol"],
  ["HPE_INVALID_CHUNK_SIZE", "protocol"],
  ["Z_DATA_ERROR", "protocol"],
  ["UND_ERR_HEADERS_OVERFLOW", "protocol"],
])("%s is %s, and the code is kept", (code, kind) => {
  expect(faultOf(coded(code), never)).toMatchObject({ kind, code, message: "system" });
  expect(faultOf(new TypeError("fetch failed", { cause: coded(code) }), never)).toMatchObject({ kind, code });
});

test("an error without a code and a thrown value that is not an error are protocol", () => {
  expect(faultOf(new Error("odd"), never)).toMatchObject({ kind: "protocol", code: null, message: "odd" });
  expect(faultOf("odd", never)).toMatchObject({ kind: "protocol", message: "odd" });
  expect(faultOf(undefined, never).kind).toBe("protocol");
});

test.each([
  ["Response does not match the HTTP/1.1 protocol (Invalid EOF state)", "closed"],
  ["(Invalid EOF state) and more", "protocol"],
  ["Invalid EOF state", "protocol"],
  ["Proxy response (502) !== 200 when HTTP Tunneling", "refused"],
  ["Proxy response (5", "protocol"],
  ["Proxy response () !== 200", "protocol"],
  ["A Proxy response (502)", "protocol"],
])("an error without a code that says %j is %s", (message, kind) => {
  expect(faultOf(new Error(message), never)).toMatchObject({ kind, code: null, message });
  expect(faultOf(coded("ECONNRESET", message), never).kind).toBe("reset");
});

test("of errors in one another the innermost with a code counts, up to the eighth", () => {
  const inside = (layers: number, cause: unknown): unknown =>
    layers === 0 ? cause : new Error(`layer ${layers}`, { cause: inside(layers - 1, cause) });
  const broken = coded("ECONNRESET");
  expect(faultOf(inside(7, broken), never)).toMatchObject({ kind: "reset", code: "ECONNRESET", message: "system" });
  expect(faultOf(inside(8, broken), never)).toMatchObject({ kind: "protocol", code: null, message: "layer 8" });
  const both = Object.assign(coded("UND_ERR_SOCKET", "outer"), { cause: new Error("between", { cause: broken }) });
  expect(faultOf(both, never)).toMatchObject({ kind: "reset", code: "ECONNRESET", message: "system" });
  const outer = Object.assign(coded("UND_ERR_SOCKET", "outer"), { cause: new Error("inner") });
  expect(faultOf(outer, never)).toMatchObject({
    kind: "closed",
    code: "UND_ERR_SOCKET",
    message: "outer",
    cause: outer,
  });
  const fenced = new TransportError("fenced", "no");
  expect(faultOf(inside(7, fenced), never)).toBe(fenced);
  expect(faultOf(inside(8, fenced), never).kind).toBe("protocol");
});

test("a code that is not a string is null, and so is the code of a value that is not an error", () => {
  expect(faultOf(Object.assign(new Error("odd"), { code: 7 }), never)).toMatchObject({ kind: "protocol", code: null });
  expect(faultOf({ code: "ECONNRESET", message: "no error" }, never)).toMatchObject({ kind: "protocol", code: null });
});

test("an error without a message has its code as message, or states that there is none", () => {
  expect(faultOf(coded("ECONNRESET", ""), never).message).toBe("ECONNRESET");
  expect(faultOf(new Error(""), never).message).toBe("the exchange broke without a message");
  expect(faultOf("", never).message).toBe("the exchange broke without a message");
  expect(faultOf(new AggregateError([], "both"), never).message).toBe("both");
  expect(faultOf(new AggregateError([new Error("a"), "b"]), never).message).toBe("a; b");
});

test.each([
  ["dns", false],
  ["refused", false],
  ["connect-timeout", false],
  ["tls", false],
  ["reset", false],
  ["closed", false],
  ["protocol", false],
  ["replay-miss", false],
  ["fenced", false],
  ["aborted", true],
  ["first-byte-timeout", true],
  ["idle-timeout", true],
  ["total-timeout", true],
] as const)("%s is from our side: %s", (kind, ours) => {
  expect(isOurs(kind)).toBe(ours);
});

test("the reason of an abort is kept where it is a fault of ours, and its cause otherwise", () => {
  const deadline = new TransportError("idle-timeout", "late", { deadlineMs: 5 });
  expect(abortFault(AbortSignal.abort(deadline))).toBe(deadline);
  expect(faultOf(new Error("x"), AbortSignal.abort(deadline))).toBe(deadline);
  expect(faultOf(deadline, AbortSignal.abort("enough"))).toBe(deadline);
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
  ["https://a.test#part", "/"],
  ["https://a.test//x#part", "//x"],
  ["file:///x", "/x"],
  ["https://a.test?", "/?"],
  ["https://a.test/#a#b", "/"],
  ["https://a.test/a?b#c?d", "/a?b"],
  ["/v1/chat?x=1#part", "/v1/chat?x=1"],
  ["?x=1", "/?x=1"],
  ["a.test/v1", "/v1"],
  ["", "/"],
])("the target of %s is %s", (url, target) => {
  expect(requestTarget(url)).toBe(target);
});

test.each([
  ["https://a.test/model/arn%3Aaws%3Abedrock%2Fx/converse", "/model/arn:aws:bedrock/x/converse"],
  ["https://a.test/%E6%97%A5", "/日"],
  ["https://a.test/50%", "/50%"],
  ["https://a.test/%61%ZZ", "/%61%ZZ"],
  ["https://a.test/a%3Fb?c%23d#e%20f", "/a?b?c#d"],
])("decoded, the target of %s is %s", (url, target) => {
  expect(decodedTarget(url)).toBe(target);
});
