import { type Command, Option } from "commander";
import { UsageError } from "../../library/usage-error.js";
import { addChoiceOptions, addFileOptions, parseDollars, simulatorOption } from "../shell/shared-options.js";
import type { DoctorOptions } from "./doctor.js";
import type { ProbeOptions } from "./probe.js";

type DoctorWords = DoctorOptions & ProbeOptions & { readonly probe?: true };

/** `llm-parity doctor`: shows which credentials, region and endpoints a live run would use; with `--probe`, asks what was never asked. */
export function addDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .description(
      "show which credentials, region and endpoints --live would use, and what is missing; with --probe, ask what docs/unverified.md lists",
    );
  addChoiceOptions(addFileOptions(command))
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--probe", "ask the services small requests that confirm or refute assumptions; the price comes first")
    .option("--max-cost <usd>", "with --probe: ask nothing where it may cost more than this", parseDollars, 0.1)
    .addOption(
      new Option("--only <id>", "with --probe: only this assumption (repeatable)")
        .argParser((id: string, before: readonly string[]) => [...before, id])
        .default([], "all"),
    )
    .option("--plan", "with --probe: print the requests and the most that they can cost; ask nothing")
    .addOption(simulatorOption())
    .option("--probes <folder>", "with --probe: where the answers are kept", "probes")
    .option("--json", "print as JSON")
    .action(async (options: DoctorWords) => {
      refuseWithoutEffect(command, options.probe === true);
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      process.exitCode =
        options.probe === true
          ? await (await import("./probe.js")).probe(options)
          : await (await import("./doctor.js")).doctor(options);
    });
}

const ofProbe = ["maxCost", "only", "plan", "simulator", "probes"] as const;
const ofTargets = [
  ...["scenarios", "known", "fixtures", "suite", "model", "provider", "api", "target", "scenario", "baseUrl"],
] as const;

function refuseWithoutEffect(command: Command, isProbe: boolean): void {
  const typed = (isProbe ? ofTargets : ofProbe).find((name) => command.getOptionValueSource(name) === "cli");
  if (typed === undefined) return;
  const flag = `--${typed.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(`${flag} has no effect ${isProbe ? "with" : "without"} --probe`, {
    hint: isProbe ? "The probes choose whom they ask: drop it, or use --only." : `Drop it, or add --probe.`,
  });
}
