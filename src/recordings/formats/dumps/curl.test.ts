import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { curl } from "./curl.js";

const fileOf = (text: string) => recordingFile("a.txt", new TextEncoder().encode(text));
const read = (text: string) => interactionsOf(curl, fileOf(text))[0] ?? expect.fail("no interaction");
const bodyOf = ({ chunks }: ReturnType<typeof read>) => Buffer.concat(chunks.map(([, bytes]) => bytes)).toString();

test("curl -i gives status, headers and body, and no request", () => {
  const one = read('HTTP/2 200 \r\nX-Request-Id: r1\r\ncontent-length: 7\r\n\r\n{"a":1}');
  expect(one).toMatchObject({
    request: null,
    response: {
      status: 200,
      headers: [
        ["x-request-id", "r1"],
        ["content-length", "7"],
      ],
    },
    losses: ["request", "chunk-boundaries", "arrival-times"],
    notes: [],
  });
  expect(bodyOf(one)).toBe('{"a":1}');
});

test("curl -v gives method, URL and headers of the request, which has lost its body", () => {
  const one = read(
    "* Connected to 127.0.0.1 (127.0.0.1) port 80\n> POST /v1/chat/completions HTTP/1.1\n> Host: here:80\n> Accept: */*\n> \n< HTTP/1.1 503 Service Unavailable\n< Content-Length: 2\n< \nno\n* Closing connection 0\n",
  );
  expect(one.request).toEqual({
    method: "POST",
    url: "http://here:80/v1/chat/completions",
    headers: [
      ["host", "here:80"],
      ["accept", "*/*"],
    ],
    body: null,
  });
  expect([one.response?.status, bodyOf(one), one.losses.includes("request-body")]).toEqual([503, "no", true]);
});

test("a command before the output gives URL and body", () => {
  const one = read(
    "$ curl -sS -i 'https://api.example/v1/chat/completions' -d '{\"model\":\"m\"}'\nHTTP/1.1 200 OK\n\n{}",
  );
  expect([one.request?.method, one.request?.url]).toEqual(["POST", "https://api.example/v1/chat/completions"]);
  expect(Buffer.from(one.request?.body ?? []).toString()).toBe('{"model":"m"}');
});

test("bytes of the body are kept, and a redirect is noted", () => {
  const one = read("HTTP/1.1 302 Found\nlocation: /b\n\nHTTP/1.1 200 OK\n\n21 °C\r\n* 1\n");
  expect([bodyOf(one), one.notes]).toEqual(["21 °C\r\n* 1\n", ["a redirect came before; it was followed"]]);
});

describe("output that is cut", () => {
  test.each([
    ["inside the headers", "HTTP/1.1 200 OK\r\ncontent-ty", "the headers of the response do not end"],
    ["before the response", "> POST /v1 HTTP/1.1\n> Host: a\n> \n", "there is no status line of a response"],
  ])("%s", (_, text, reason) => {
    expect(curl.detect(fileOf(text))).toBe(true);
    expect(() => interactionsOf(curl, fileOf(text))).toThrow(`a.txt, interaction 0: ${reason}`);
  });
});
