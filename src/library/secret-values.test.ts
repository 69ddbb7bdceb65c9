import { expect, test } from "vitest";
import { secretValuesIn } from "./secret-values.js";

test.each([
  "OPENROUTER_API_KEY",
  "MY_APIKEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_BEARER_TOKEN_BEDROCK",
  "GITHUB_TOKEN",
  "DB_PASSWORD",
  "CLIENT_SECRET",
  "LLM_PARITY_NOTIFY_URL",
  "SLACK_WEBHOOK_URL",
  "token",
])("the value of %s is secret", (name) => {
  expect(secretValuesIn({ [name]: "0123456789" })).toEqual(["0123456789"]);
});

test.each(["PATH", "HOME", "AWS_REGION", "KEYBOARD", "AWS_WEB_IDENTITY_TOKEN_FILE", "TOKENS_PER_DAY"])(
  "the value of %s is none",
  (name) => {
    expect(secretValuesIn({ [name]: "0123456789" })).toEqual([]);
  },
);

test("short and repeated values are left out", () => {
  expect(
    secretValuesIn({ A_TOKEN: "short", B_TOKEN: "0123456789", C_TOKEN: "0123456789", D_TOKEN: undefined }),
  ).toEqual(["0123456789"]);
});

test.each([
  ["postgresql://user:pass%40word@host/db", ["pass%40word", "pass@word"]],
  ["postgres://user:12345678@%2Ftmp%2Fsocket/db", ["12345678"]],
  ["postgresql://user:100%25%zz@host/db", ["100%25%zz"]],
  ["postgresql://user:short@host/db", []],
  ["postgresql://user@host/db", []],
  ["postgresql://host:543210987/db", []],
])("of the address of a database (%s) the password is secret", (address, values) => {
  expect(secretValuesIn({ LLM_PARITY_DATABASE_URL: address })).toEqual(values);
});
