import type { StoredNight } from "../../verdict/nights/stored-night.js";
import { UsageError } from "../usage-error.js";

type Asked = { readonly nights: readonly StoredNight[]; readonly place: string; readonly simulated: boolean };

/** Throws UsageError for nights of a simulator that are to be published without saying so, for nights of services that would say so, and for none. */
export function refuseMode({ nights, place, simulated }: Asked): void {
  const modes = new Set(nights.flatMap(({ runs }) => runs.map(({ mode }) => mode)));
  if (modes.size === 0) {
    throw new UsageError(`${place}: has no night to publish`, {
      hint: "`llm-parity history add RUN` appends a run to its night; or name a run: llm-parity report RUN --site DIR.",
    });
  }
  if (modes.has("simulator") && !simulated) {
    throw new UsageError(`${place}: a simulator answered its runs, which say nothing about a vendor`, {
      hint: "--simulated publishes them, and then each page says SIMULATED.",
    });
  }
  if (!modes.has("simulator") && simulated) {
    throw new UsageError(`${place}: --simulated is for runs that a simulator answered, and services answered these`, {
      hint: "Leave it out.",
    });
  }
}
