import type { CaseFacts } from "../../../../verdict/evidence/case-facts.js";

/** A page that everybody may read: without the account's number, be it alone or inside an ARN. */
export function withoutAccount(text: string, { account }: Pick<CaseFacts, "account">): string {
  const named = account === null || account === "" ? text : text.replaceAll(account, "(account)");
  return named
    .replace(/(?<![\w-])\d{12}(?![\w-])/g, "(account)")
    .replace(/(arn:aws[\w-]*:[\w-]*:[\w-]*:)\d+/g, "$1(account)");
}
