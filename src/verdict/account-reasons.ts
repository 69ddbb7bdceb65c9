import type { FailureKind } from "../chat/failure.js";

const accountReasons = [
  "credentials",
  "model-access",
  "inference-profile",
  "model-retired",
  "model-not-found",
  "wrong-address",
  "region",
  "quota",
  "throttled",
  "routing",
] as const satisfies readonly FailureKind[];

/**
 * A failure of the account, of the configuration or at the service's door. Before a 200, in any phase, it excludes the trial,
 * and the failure's kind is the reason of the exclusion.
 */
export type AccountReason = (typeof accountReasons)[number];

/** True for a failure kind, and for an exclusion reason, that is an {@link AccountReason}. */
export function isAccountReason(word: string): word is AccountReason {
  return accountReasons.some((reason) => reason === word);
}
