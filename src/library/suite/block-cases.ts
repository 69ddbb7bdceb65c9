import type { BlockedColumns } from "../../runner/ask-live.js";
import type { PlannedCase } from "../../runner/plan.js";
import { type MissingCredential, nothingToAsk } from "../credentials.js";

/** What of a plan can be asked. `blocked`: the columns that cannot, for want of credentials. */
export type BlockedPlan = { readonly cases: readonly PlannedCase[]; readonly blocked: readonly BlockedColumns[] };

/**
 * Blocks the cases whose credentials are missing, so that the others are asked. Throws UsageError, with every missing credential, where
 * none is left to ask.
 */
export function blockCases(cases: readonly PlannedCase[], missing: readonly MissingCredential[]): BlockedPlan {
  const reasons = new Map(missing.flatMap(({ text, targets }) => targets.map(({ id }) => [id, text] as const)));
  const blockedCases = cases.map((planned): PlannedCase => {
    const reason = reasons.get(planned.target.id);
    if (reason === undefined || planned.skip !== null) return planned;
    return { ...planned, skip: { kind: "credentials", reason: `credentials are missing: ${reason}` } };
  });
  if (missing.length > 0 && blockedCases.every(({ skip }) => skip !== null)) throw nothingToAsk(missing);
  return {
    cases: blockedCases,
    blocked: missing.map(({ text, targets }) => ({ reason: text, targets: targets.map(({ id }) => id) })),
  };
}
