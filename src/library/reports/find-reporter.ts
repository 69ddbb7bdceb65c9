import { reporters } from "../../report/reporters/registry.js";
import type { Reporter } from "../../report/reporters/reporter.js";
import { suggestion } from "../../source/suggest.js";
import { UsageError } from "../usage-error.js";

/** Throws UsageError, with those that there are, for a name that no reporter has. */
export function findReporter(name: string): Reporter {
  const found = reporters.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = reporters.map((one) => one.name);
  throw new UsageError(`there is no reporter "${name}"`, { hint: suggestion(name, names, "reporters") });
}
