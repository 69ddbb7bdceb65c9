import { expect, test } from "vitest";
import { findSecretShapes } from "./secret-patterns.js";

/** Letters without a digit, and hexadecimal digits, in a length; written so that no scanner takes them for a real key. */
const letters = (length: number) => "abcdefghij".repeat(30).slice(0, length);
const capitals = (length: number) => "ABCDEFGHIJ".repeat(30).slice(0, length);
const hex = (length: number) => "0a".repeat(100).slice(0, length);

const shown = (text: string) =>
  findSecretShapes(text).map(({ name, start, end }) => `${name}: ${text.slice(start, end)}`);

type Row = readonly [what: string, before: string, secret: string, after?: string];

const shapes: { readonly [name: string]: readonly Row[] } = {
  "openrouter-key": [
    ["of six characters", "", `sk-or-v1-${letters(6)}`],
    ["of a version with two digits", "", "sk-or-v12-Ab_-9z"],
    ["behind a letter", "x", `sk-or-v1-${letters(6)}`],
  ],
  "sk-key": [
    ["of twenty characters, the last a digit", "", `sk-${letters(19)}1`],
    ["of twenty characters, the first a digit", "", `sk-1${letters(19)}`],
    ["with its digit behind two hundred letters", "", `sk-${letters(200)}1`],
    ["with a minus and an underscore", "", `sk-a-b_C${letters(14)}1`],
    ["behind a minus", "x-", `sk-${letters(19)}1`],
    ["behind the end of an escape", "\\n", `sk-${letters(19)}1`],
  ],
  "aws-access-key-id": [
    ["of a user", "", `AKIA${capitals(16)}`],
    ["of a session", "", `ASIA${capitals(14)}09`],
    ["behind a letter", "x", `AKIA${capitals(16)}`, "lower"],
  ],
  "aws-secret-access-key": [
    ["as the credentials file names it", "aws_secret_access_key = ", letters(40)],
    ["as the environment names it", "AWS_SECRET_ACCESS_KEY=", letters(40)],
    ["as the SDK names it", '"secretAccessKey":"', letters(40), '"'],
    ["as the API names it", '"SecretAccessKey" : "', letters(40), '"'],
    ["inside JSON in JSON", '\\"SecretAccessKey\\": \\"', letters(40), '\\"'],
    ["without underscores", "secretaccesskey:", letters(40)],
    ["with the first underscore", "secret_accesskey:", letters(40)],
    ["with the second underscore", "secretaccess_key:", letters(40)],
    ["behind twenty separators", `secret_access_key${" ".repeat(20)}`, letters(40)],
    ["in single quotes", "secret_access_key'", letters(40)],
    ["with a plus, a slash and digits", "secret_access_key=", `09+/${capitals(36)}`],
  ],
  "aws-session-token": [
    ["of today", "", `IQoJb3JpZ2lu${letters(20)}`],
    ["of 2018", "", `FwoGZXIvYXdz${letters(20)}`],
    ["of 2016", "", `FQoGZXIvYXdz${letters(20)}`],
    ["of 2012", "", `AQoDYXdz${letters(20)}`],
    ["percent-encoded", "", `AQoDYXdz${letters(10)}%2B+/==_-%3D`],
  ],
  "bedrock-api-key": [
    ["of forty characters", "", `ABSK${letters(40)}`],
    ["with one character of padding", "", `ABSK${letters(40)}=`],
    ["with two characters of padding", "", `ABSK09+/${letters(36)}==`, "="],
    ["behind a blank", " ", `ABSK${letters(40)}`],
    ["behind the end of an escape", "\\n", `ABSK${letters(40)}`],
    ["short-term, of twenty characters", "", `bedrock-api-key-${letters(20)}`],
    ["short-term, with every character of base64", "", `bedrock-api-key-aZ09+/=_-${letters(11)}`],
  ],
  "bearer-token": [
    ["of eight characters with a digit", "Bearer ", `${letters(7)}1`],
    ["of eight characters that begin with a digit", "Bearer ", `1${letters(7)}`],
    ["of twenty characters without a digit", "Bearer ", letters(20)],
    ["in lower case", "bearer ", `${letters(7)}1`],
    ["in upper case", "BEARER ", `${letters(7)}1`],
    ["behind a tab", "Bearer\t", `${letters(7)}1`],
    ["behind a plus", "Bearer+", `${letters(7)}1`],
    ["behind a blank that is escaped", "Bearer%20", `${letters(7)}1`],
    ["behind eight blanks", `Bearer${" ".repeat(8)}`, `${letters(7)}1`],
    ["with every other character of a token", "Bearer ", "aZ9._~+/=-"],
    ["without a digit, with every other character of a token", "Bearer ", `._~/=-+${letters(13)}`],
  ],
  "signed-url": [
    ["by its signature", "?X-Amz-Signature=", "a", "&b"],
    ["by its signature in lower case", "?x-amz-signature=", "a", " b"],
    ["by its signature in upper case of AMZ", "?X-AMZ-Signature=", "a", '"'],
    ["by its credential", "?X-Amz-Credential=", "AB%2F2026", "'"],
    ["by its credential in lower case", "?x-amz-credential=", "a", "<"],
    ["by its session token", "?X-Amz-Security-Token=", "a", ">"],
    ["by its session token in lower case", "?x-amz-security-token=", "a", "\\"],
  ],
  signature: [
    ["in an authorization", "Signature=", hex(64)],
    ["in lower case", "signature=", hex(64)],
  ],
  "url-key": [
    ["of six characters", "https://x.test/?key=", letters(6)],
    ["without TLS", "http://x.test/?key=", letters(6)],
    ["that is the second member", "https://x.test/?a=b&key=", letters(6)],
    ["named apikey", "https://x.test/?apikey=", letters(6)],
    ["named api_key", "https://x.test/?api_key=", letters(6)],
    ["named api-key", "https://x.test/?api-key=", letters(6)],
    ["named apiKey", "https://x.test/?apiKey=", letters(6)],
    ["named token", "https://x.test/?token=", letters(6)],
    ["named accesstoken", "https://x.test/?accesstoken=", letters(6)],
    ["named access_token", "https://x.test/?access_token=", letters(6)],
    ["named access-token", "https://x.test/?access-token=", letters(6)],
    ["named accessToken", "https://x.test/?accessToken=", letters(6)],
    ["behind two thousand characters", `https://${"x".repeat(2000)}?key=`, letters(6)],
    ["before another member", "https://x.test/?key=", letters(6), "&a=b"],
    ["before a fragment", "https://x.test/?key=", letters(6), "#top"],
    ["before a blank", "https://x.test/?key=", letters(6), " is"],
    ["in quotes", '"https://x.test/?key=', letters(6), '"'],
    ["in single quotes", "'https://x.test/?key=", letters(6), "'"],
    ["in angle brackets", "<https://x.test/?key=", letters(6), ">"],
    ["before an escape", "https://x.test/?key=", letters(6), "\\n"],
  ],
  "url-password": [
    ["of one character", "https://u:", "p", "@x.test/"],
    ["without TLS", "http://user:", "secret", "@x.test/"],
  ],
  "api-key": [
    ["of Groq", "", `gsk_${letters(20)}`],
    ["of Google", "", `AIza09${letters(31)}_-`],
    ["of GitHub, personal", "", `ghp_${letters(36)}`],
    ["of GitHub, OAuth", "", `gho_${letters(36)}`],
    ["of xAI", "", `xai-${letters(40)}`],
    ["of Hugging Face", "", `hf_${letters(30)}`],
    ["behind the end of an escape", "\\n", `gsk_${letters(20)}`],
    ["behind a minus", "-", `hf_${letters(30)}`],
  ],
};

const rows = Object.entries(shapes).flatMap(([name, ofShape]) =>
  ofShape.map(([what, before, secret, after = ""]) => [name, what, before, secret, after] as const),
);

test.each(rows)("the shape of %s: %s", (name, _what, before, secret, after) => {
  expect(shown(before + secret + after)).toContain(`${name}: ${secret}`);
});

test.each([
  ["an OpenRouter key of five characters", `sk-or-v1-${letters(5)}`],
  ["an OpenRouter key without a version", `sk-or-v-${letters(6)}`],
  ["sk- and nineteen characters", `sk-1${letters(18)}`],
  ["sk- and twenty letters without a digit", `sk-${letters(20)}`],
  ["sk- with its digit behind two hundred and one letters", `sk-${letters(201)}1`],
  ["sk- behind a small letter", `task-${letters(19)}1`],
  ["sk- behind a capital letter", `Xsk-${letters(19)}1`],
  ["sk- behind a digit", `1sk-${letters(19)}1`],
  ["sk- behind an underscore", `_sk-${letters(19)}1`],
  ["AKIA and fifteen characters", `AKIA${capitals(15)}`],
  ["ASIA and fifteen characters", `ASIA${capitals(15)}`],
  ["AKIA and small letters", `AKIA${letters(16)}`],
  ["a secret access key of thirty-nine characters", `secret_access_key=${letters(39)}`],
  ["forty characters right behind the name", `secret_access_key${letters(40)}`],
  ["a secret access key behind twenty-one separators", `secret_access_key${" ".repeat(21)}${letters(40)}`],
  ["a session token of nineteen characters", `IQoJb3JpZ2lu${letters(19)}`],
  ["a session token of 2018 of nineteen characters", `FwoGZXIvYXdz${letters(19)}`],
  ["a session token of 2016 of nineteen characters", `FQoGZXIvYXdz${letters(19)}`],
  ["a session token of 2012 of nineteen characters", `AQoDYXdz${letters(19)}`],
  ["a token that begins nearly as one of 2018", `FxoGZXIvYXdz${letters(20)}`],
  ["a Bedrock key of thirty-nine characters", `ABSK${letters(39)}`],
  ["ABSK inside of base64", `aABSK${letters(40)}`],
  ["ABSK behind a slash of base64", `/ABSK${letters(40)}`],
  ["a short-term Bedrock key of nineteen characters", `bedrock-api-key-${letters(19)}`],
  ["a bearer of seven characters with a digit", `Bearer ${letters(6)}1`],
  ["a bearer of nineteen letters", `Bearer ${letters(19)}`],
  ["a bearer without a blank", `Bearer${letters(20)}1`],
  ["a bearer behind nine blanks", `Bearer${" ".repeat(9)}${letters(20)}1`],
  ["a bearer in mixed case", `bEARER ${letters(20)}1`],
  ["an empty signature of a URL", "?X-Amz-Signature=&a=b"],
  ["the date of a signed URL", "?X-Amz-Date=20260210T120000Z&X-Amz-SignedHeaders=host"],
  ["a signed URL whose signature was taken out", "?X-Amz-Signature=REDACTED&X-Amz-Credential=REDACTED"],
  ["a signature of sixty-three digits", `Signature=${hex(63)}`],
  ["a signature in capitals", `Signature=${hex(64).toUpperCase()}`],
  ["a key of five characters in a URL", `https://x.test/?key=${letters(5)}`],
  ["a key in a URL that was taken out", "https://x.test/?key=REDACTED"],
  ["a member of a URL that ends like a key", `https://x.test/?monkey=${letters(6)}`],
  ["a key outside of a query", `https://x.test/key=${letters(6)}`],
  ["a key of no URL", `x.test/?key=${letters(6)}`],
  ["a key of another protocol", `ftp://x.test/?key=${letters(6)}`],
  ["a key behind two thousand and one characters", `https://${"x".repeat(2001)}?key=${letters(6)}`],
  ["a key behind a blank", `https://x.test/ ?key=${letters(6)}`],
  ["a key behind a quote", `"https://x.test/"?key=${letters(6)}`],
  ["a user without a password", "https://user@x.test/"],
  ["a user with an empty password", "https://user:@x.test/"],
  ["a password without a user", "https://:secret@x.test/"],
  ["a password that was taken out", "https://user:REDACTED@x.test/"],
  ["a port before an at sign in the path", "https://x.test:8080/@me"],
  ["a password with a blank", "https://user:not a password@x.test/"],
  ["a key of Groq of nineteen characters", `gsk_${letters(19)}`],
  ["a key of Google of thirty-four characters", `AIza${letters(34)}`],
  ["a personal token of GitHub of thirty-five characters", `ghp_${letters(35)}`],
  ["an OAuth token of GitHub of thirty-five characters", `gho_${letters(35)}`],
  ["a key of xAI of thirty-nine characters", `xai-${letters(39)}`],
  ["a token of Hugging Face of twenty-nine characters", `hf_${letters(29)}`],
  ["a key of Groq behind a letter", `xgsk_${letters(20)}`],
  ["a key of Google behind a digit", `0AIza${letters(35)}`],
])("%s has no shape of a secret", (_what, text) => {
  expect(shown(text)).toEqual([]);
});

test("every secret of a text is found, also one of each shape", () => {
  const text = `AKIA${capitals(16)} x sk-or-v1-${letters(6)} AKIA${capitals(15)}9`;
  expect(shown(text).toSorted()).toEqual([
    `aws-access-key-id: AKIA${capitals(15)}9`,
    `aws-access-key-id: AKIA${capitals(16)}`,
    `openrouter-key: sk-or-v1-${letters(6)}`,
  ]);
});
