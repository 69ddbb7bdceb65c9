import type { Elsewhere } from "../../runner/ask-live.js";
import type { BudgetLimits } from "../../runner/live/budget.js";
import type { Plan } from "../../runner/plan.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { simulatorCredentials } from "../credentials.js";
import { secretValuesIn } from "../secret-values.js";
import type { Reach } from "../suite/reach-services.js";
import { UsageError } from "../usage-error.js";
import { askByWorkers } from "./collect.js";
import { databaseAddress } from "./database/database-address.js";
import { openFleet } from "./database/fleet.js";

/** What a run that workers ask needs of its command. `kept`: its options. */
export type QueuedRequest = {
  readonly environment: NodeJS.ProcessEnv;
  readonly kept: { readonly [name: string]: unknown };
};

/** The way in which workers ask a run. `close`: to be called when the run has ended. */
export type OpenedQueue = { readonly elsewhere: Elsewhere; readonly close: () => Promise<void> };

/** Opens the queue for a run. Throws UsageError without the address of a database, and for targets that only this command line knows. */
export async function openQueue({ environment, kept }: QueuedRequest, limits: BudgetLimits): Promise<OpenedQueue> {
  if (kept["baseUrl"] !== undefined) {
    throw new UsageError(
      "--queue uses the addresses in models.yaml, and workers do not see the --base-url of this command line",
      {
        hint: "Add the provider and the target to the models.yaml of this run and of its workers.",
      },
    );
  }
  const fleet = await openFleet(databaseAddress(environment), { connections: 3 });
  return { elsewhere: askByWorkers(fleet, { limits }), close: fleet.close };
}

/** What a run reaches that workers ask: nothing. They have the keys. */
export function reachNothing({ cases }: Plan, environment: NodeJS.ProcessEnv): Reach {
  return {
    cases,
    blocked: [],
    credentialsFor: simulatorCredentials,
    redactor: createRedactor(secretValuesIn(environment)),
  };
}
