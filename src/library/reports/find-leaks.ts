import { createRedactor } from "../../wire/secrets/redact.js";
import { secretValuesIn } from "../secret-values.js";
import type { Leaks } from "./report-tools.js";

/** The search of the run itself; of one that holds no secret of its own (null), for those of the environment. */
export function findLeaks(own: Leaks | null, environment: NodeJS.ProcessEnv): Leaks {
  return own ?? createRedactor(secretValuesIn(environment)).leaks;
}
