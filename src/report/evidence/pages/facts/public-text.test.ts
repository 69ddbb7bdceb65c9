import { expect, test } from "vitest";
import { withoutAccount } from "./public-text.js";

test.each([
  ["a number of twelve digits", "account 123456789012.", "account (account)."],
  [
    "the account of an ARN",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x",
    "arn:aws:bedrock:us-east-1:(account):inference-profile/us.x",
  ],
  ["of another partition", "arn:aws-us-gov:bedrock::210987654321:x", "arn:aws-us-gov:bedrock::(account):x"],
  ["the given one inside other text", "x123456789012y", "x(account)y"],
  ["no part of a UUID", "b51a3673-61ad-4c76-a22c-123450987654", "b51a3673-61ad-4c76-a22c-123450987654"],
  ["no longer number", "1234567890123", "1234567890123"],
])("%s", (_, text, expected) => {
  expect(withoutAccount(text, { account: text.startsWith("x") ? "123456789012" : null })).toBe(expected);
});
