import type { Scenario } from "../../scenario/scenario.js";
import type { Check, CheckName } from "../checks/check.js";
import { allClaims } from "../effects/all-claims.js";
import type { Edition, EditionCheck, EditionScenario, Stability } from "./edition.js";
import { profiles } from "./profiles.js";
import { provisionalChecks, provisionalSubjects, provisionalTags } from "./provisional.js";

/** A scenario, with the SHA-256 of what it says, and the rows of docs/conformance.md that it holds. */
export type HashedScenario = Pick<Scenario, "id" | "version" | "tags"> & {
  readonly sha256: string;
  readonly rows: readonly number[];
};

/** What the edition file must say of the code and scenarios that are there. `scenarios`: all that are shipped; `recordings`: what the checks say of the shipped ones. */
export function makeEdition(
  { edition, frozen }: Pick<Edition, "edition" | "frozen">,
  {
    scenarios,
    recordings,
  }: { readonly scenarios: readonly HashedScenario[]; readonly recordings: Edition["recordings"] },
  claims: readonly (Check | CheckName)[] = allClaims,
): Edition {
  return {
    edition,
    frozen,
    checks: claims.map(checkEntry).sort(byId),
    scenarios: scenarios.map(scenarioEntry).sort(byId),
    profiles: [...profiles],
    recordings,
  };
}

/** Checks of single turns say under which findings they do not apply; those of parameters judge all trials together. */
function checkEntry(check: Check | CheckName): EditionCheck {
  const { id, claim, rule } = check;
  const { explainedBy = [], needsWholeReply = true } = "run" in check ? check : {};
  return {
    ...{ id, claim, severity: rule.severity, layer: rule.layer },
    ...(rule.notes === undefined ? {} : { notes: rule.notes }),
    ...{ source: rule.source, date: rule.date },
    explainedBy: [...explainedBy],
    wholeReply: needsWholeReply,
    stability: stabilityOfCheck(id),
  };
}

function scenarioEntry({ id, version, tags, sha256, rows }: HashedScenario): EditionScenario {
  const stability = tags.some((tag) => tag in provisionalTags) ? "provisional" : "stable";
  return { id, version, sha256, rows: [...rows], stability };
}

function stabilityOfCheck(id: string): Stability {
  const isProvisional = id in provisionalChecks || provisionalSubjects.some((subject) => id.startsWith(subject));
  return isProvisional ? "provisional" : "stable";
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
