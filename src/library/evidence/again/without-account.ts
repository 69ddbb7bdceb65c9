import type { Target } from "../../../chat/target.js";
import { redactionMark } from "../../../wire/secrets/secret-patterns.js";

/** A text about a target as a bundle has it that keeps no account id: that of the target's own ARN is taken out. */
export function withoutAccount(text: string, { providerModelId }: Pick<Target, "providerModelId">): string {
  const account = /^arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):/.exec(providerModelId)?.[1];
  return account === undefined ? text : text.replaceAll(account, redactionMark);
}
