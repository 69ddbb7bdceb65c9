import type { SiteConfig, SiteDispute } from "../config/site-file.js";

/** What each state of a dispute means. */
export const disputeWords: { readonly [state in SiteDispute["state"]]: string } = {
  open: "open: raised, not yet examined",
  examined: "being examined",
  ours: "the failure was a bug of the measurement; it is corrected",
  stands: "examined: the measurement stands",
  withdrawn: "withdrawn",
};

/** True while nothing is decided: a disputed failure counts for nobody, since it is our bug until proven otherwise. */
export function isUndecided({ state }: Pick<SiteDispute, "state">): boolean {
  return state === "open" || state === "examined";
}

/** The names of the cells whose dispute is undecided. */
export function disputedCells({ disputes }: SiteConfig): ReadonlySet<string> {
  return new Set(disputes.filter(isUndecided).map(({ cell }) => cell));
}
