import { expect, test } from "vitest";
import { accountIdsIn } from "./account-ids.js";

test.each<[text: string, ids: readonly string[]]>([
  ["arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x", ["123456789012"]],
  [
    "arn:aws-us-gov:iam::123456789012:role/me and arn:aws:sts::210987654321:assumed-role/me",
    ["123456789012", "210987654321"],
  ],
  ["/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fx/converse", ["123456789012"]],
  ["arn%3aaws%3abedrock%3aus-east-1%3a123456789012%3ax", ["123456789012"]],
  ["cut in arn:aws:iam::123456789012", ["123456789012"]],
  ["Your account 123456789012 has no access", ["123456789012"]],
  ['{"AccountId":"123456789012"}', ["123456789012"]],
  ['{\\"account_id\\": \\"123456789012\\"}', ["123456789012"]],
  ["twice: account 123456789012, account id 123456789012", ["123456789012"]],
  ["arn:aws:bedrock:us-east-1::foundation-model/moonshotai.kimi-k2.5", []],
  ["order 123456789012, 1764381234567", []],
  ["arn:aws:iam::1234567890123:root", []],
  ["account 12345678901", []],
])("the account ids of %j are %j", (text, ids) => {
  expect(accountIdsIn(text)).toEqual(ids);
});
