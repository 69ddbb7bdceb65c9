import { bad, type Check } from "./check.js";

/** Two clients read the same bytes alike. */
export const clientAgrees: Check = {
  id: "client/agrees",
  claim: "two clients read the same bytes alike",
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
