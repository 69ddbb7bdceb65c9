import { join, resolve } from "node:path";
import type { Choice } from "../../library/choose.js";
import { formatPath } from "../../library/format-path.js";
import { secretValuesIn } from "../../library/secret-values.js";
import { type CommandOptions, runCommand } from "../../library/suite/run-command.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { writeExchanges } from "../../runner/store/write-exchanges.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { log } from "../shell/print.js";

/** Writes the exchanges of a run as fixtures and says how to replay them. `har`: the folder; true: `exchanges` in the run's own. */
export async function reportExchanges(run: StoredRun, har: string | true, choice: Choice): Promise<void> {
  const own = join(run.path, "exchanges");
  const folder = har === true ? own : har;
  if (run.facts === null && resolve(folder) === resolve(own)) {
    log(`exchanges: ${formatPath(own)}, written by the run itself`);
    return;
  }
  const redactor = createRedactor(secretValuesIn(process.env));
  const files = await writeExchanges(run, { folder, targets: choice.targets, redactor });
  log(`exchanges: ${files.length} ${files.length === 1 ? "fixture" : "fixtures"} in ${formatPath(folder)}`);
  if (files.length === 0) return;
  if (run.facts !== null && run.facts.nonceSeed !== null) {
    log("  → they are evidence only: with --nonce every prompt was another, so no replay asks for them");
    return;
  }
  log(`  → replay them with: ${replayCommand(folder, choice, run)}`);
}

/** The command that replays the fixtures: with the options that chose the cells of the run, and its files. */
function replayCommand(folder: string, { suite }: Choice, { facts }: StoredRun): string {
  const stored = (facts?.options ?? { client: "sdk" }) as unknown as CommandOptions;
  const options = { ...stored, fixtures: formatPath(folder), trials: 1 };
  return runCommand(options, { mode: "replay", suite: suite.name, scenarios: [], targets: [] });
}
