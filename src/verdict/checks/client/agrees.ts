import { bad, type Check } from "../check.js";
import { must } from "../rule.js";

/** Two clients read the same bytes alike. Does not apply when only one client read them. */
export const clientAgrees: Check = {
  id: "client/agrees",
  claim: "two clients read the same bytes alike",
  rule: must({ source: "the same bytes have one meaning: ARCHITECTURE.md §3", date: "2026-11-20" }),
  needsWholeReply: false,
  explainedBy: [],
  run: ({ turn }) => {
    if (turn.otherReading === null) return null;
    const { client, differences } = turn.otherReading;
    return differences.length === 0
      ? []
      : [bad("client", client, `the ${client} client reads: ${differences.join("; ")}`)];
  },
};
