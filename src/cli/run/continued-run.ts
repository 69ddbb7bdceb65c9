import { formatPath } from "../../library/format-path.js";
import type { RunResult } from "../../library/suite/run-result.js";
import { UsageError } from "../../library/usage-error.js";
import type { Continued } from "../../runner/ask-live.js";
import { caseFacts } from "../../runner/describe-run.js";
import type { Plan } from "../../runner/plan.js";
import { isPassing } from "../../runner/store/passing.js";
import { hashesOf, planChanges } from "../../runner/store/run-facts.js";
import { log } from "../shell/print.js";

/** Throws UsageError, with every difference, where the plan is no longer the one that the run was started with. */
export function refuseChanges({ path, facts }: Pick<Continued, "path" | "facts">, { cases }: Plan): void {
  const changes = planChanges(facts, {
    cases: facts.dataset === null ? caseFacts(cases) : [],
    hashes: hashesOf(cases),
  });
  if (changes.length === 0) return;
  throw new UsageError(`${path} cannot be continued: ${changes.join("; ")}`, {
    hint: "Restore what has changed, or start a new run.",
  });
}

/** True for a run of which nothing was left to ask, and says so. */
export function isComplete({ asked, unasked, transcripts, runDirectory }: RunResult): boolean {
  if (asked > 0 || unasked > 0 || runDirectory === null) return false;
  const path = formatPath(runDirectory);
  log(`${path} is complete: all ${transcripts.length} trials were already made, and nothing was sent`);
  log(`  → llm-parity report ${path}`);
  const passing = transcripts.filter(isPassing).length;
  if (passing > 0) {
    const those = passing === 1 ? "1 was" : `${passing} were`;
    log(`  ${those} not answered, for a reason that may have passed: llm-parity run --resume ${path} --retry-excluded`);
  }
  return true;
}
