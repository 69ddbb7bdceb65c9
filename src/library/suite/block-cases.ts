import type { BlockedColumns } from "../../runner/ask-live.js";
import type { PlannedCase } from "../../runner/plan.js";
import type { MissingCredential } from "../credentials.js";

/** What of a plan can be asked. `blocked`: the columns that cannot, for want of credentials. */
export type BlockedPlan = { readonly cases: readonly PlannedCase[]; readonly blocked: readonly BlockedColumns[] };

/** Blocks the cases whose credentials are missing. */
export function blockCases(cases: readonly PlannedCase[], missing: readonly MissingCredential[]): BlockedPlan {
  const reasons = new Map(missing.flatMap(({ text, targets }) => targets.map(({ id }) => [id, text] as const)));
  const blockedCases = cases.map((planned): PlannedCase => {
    const reason = reasons.get(planned.target.id);
    if (reason === undefined || planned.skip !== null) return planned;
    return { ...planned, skip: { kind: "credentials", reason: `credentials are missing: ${reason}` } };
  });
  return {
    cases: blockedCases,
    blocked: missing.map(({ text, targets }) => ({ reason: text, targets: targets.map(({ id }) => id) })),
  };
}
