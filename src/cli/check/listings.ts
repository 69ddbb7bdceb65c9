/** What `list` can list. */
export const listings = ["scenarios", "models", "targets", "suites", "checks", "strategies", "reporters"] as const;
