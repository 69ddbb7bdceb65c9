import { expect, test } from "vitest";
import { quotable } from "./quote.js";

test.each<readonly [message: string, quoted: string | null]>([
  ["a plain  sentence\n of two lines", "a plain sentence of two lines"],
  ["", null],
  [" \n ", null],
  ["wrong\n    at Object.f (x.js:1:1)\n at g", "wrong"],
  ["look at the model", "look at the model"],
  ["see https://h.example/a?b=c now", "see [address] now"],
  ["see HTTPS://h.example, or s3://b/k", "see [address] or [address]"],
  ["'postgres+tls://u:p@h/db'", "'[address]'"],
  ["role arn:aws:iam::123456789012:role/x is", "role [arn] is"],
  ["arn:aws-us-gov:s3:::b", "[arn]"],
  ["at api.internal.example.com:8443 now", "at [host] now"],
  ["at db.local", "at [host]"],
  ...["net", "org", "io", "ai", "dev", "cloud", "cn", "aws", "internal", "lan"].map(
    (end) => [`x.${end}`, "[host]"] as const,
  ),
  ["at api.comet", "at api.comet"],
  ["file.json and v1.2", "file.json and v1.2"],
  ["at 10.0.0.7:80 and 255.255.255.255", "at [host] and [host]"],
  ["version 1.2.3.4.5", "version 1.2.3.4.5"],
  ["at fe80:0:0:1 and 2001:db8:1:2:3:4:5:6", "at [host] and [host]"],
  ["at 10:20:30", "at 10:20:30"],
  ["account 123456789012 has", "account [account] has"],
  ["number 1234567890123 and 12345678901", "number 1234567890123 and 12345678901"],
  ["org-abcdefghijkl and org-abcdefghijk", "[account] and org-abcdefghijk"],
  ["proj-ABCDEFGHIJKLM user-ab0123456789 acct-abcdefghijkl", "[account] [account] [account]"],
  ["in /home/u/x+y/.env and (~/a/b/) ok", "in [path] and ([path]) ok"],
  ["a/b/c and /one", "a/b/c and /one"],
  ["in C:\\Users\\u\\x.txt now", "in [path] now"],
])("%j is quoted as %j", (message, quoted) => {
  expect(quotable(message)).toBe(quoted);
});

test.each([
  [600, "x".repeat(600)],
  [601, `${"x".repeat(600)}…`],
])("of %d characters at most six hundred are quoted", (length, quoted) => {
  expect(quotable("x".repeat(length))).toBe(quoted);
});

test("of a long message the beginning is looked at, in whole words", () => {
  expect(quotable(`${" ".repeat(3990)}0123456789`)).toBe("0123456789");
  expect(quotable(`${" ".repeat(3990)}0123456 89x`)).toBe("0123456");
  expect(quotable(`a${" ".repeat(3990)}0123456789`)).toBe("a");
});
