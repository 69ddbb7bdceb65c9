import { type Command, Option } from "commander";
import { UsageError } from "../../library/usage-error.js";
import { addChoiceOptions, addFileOptions, parseDollars, simulatorOption } from "../shell/shared-options.js";
import type { DoctorOptions } from "./doctor.js";
import type { ProbeOptions } from "./probe.js";

type DoctorWords = DoctorOptions & ProbeOptions & { readonly probe?: true; readonly routes?: true };

/**
 * `llm-parity doctor`: shows which credentials, region and endpoints a live run would use; with `--probe`, asks what was never asked; with
 * `--routes`, asks which surfaces serve a model.
 */
export function addDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .description(
      "show which credentials, region and endpoints --live would use, and what is missing; with --probe, test the assumptions in docs/unverified.md; with --routes, find which surfaces serve a model",
    );
  addChoiceOptions(addFileOptions(command))
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--probe", "send small requests that confirm or refute assumptions; the price is printed first")
    .option(
      "--routes",
      "ask each surface of the chosen models for one token, to see which serve them and under which id",
    )
    .option(
      "--max-cost <usd>",
      "with --probe or --routes: send nothing if it may cost more than this; --routes needs it to ask a service",
      parseDollars,
      0.1,
    )
    .addOption(
      new Option("--only <id>", "with --probe: only this assumption (repeatable)")
        .argParser((id: string, before: readonly string[]) => [...before, id])
        .default([], "all"),
    )
    .option("--plan", "with --probe or --routes: print the requests and the most they can cost; send nothing")
    .addOption(simulatorOption())
    .option("--probes <folder>", "with --probe or --routes: where the answers are kept", "probes")
    .option("--json", "print as JSON")
    .action(async (options: DoctorWords) => {
      const mode = modeOf(options);
      refuseWithoutEffect(command, mode);
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      process.exitCode = await asked[mode](options, command);
    });
}

type Mode = "plain" | "probe" | "routes";

/** What each mode does; its modules are loaded only then. */
const asked: { readonly [mode in Mode]: (options: DoctorWords, command: Command) => Promise<number> } = {
  plain: async (options) => (await import("./doctor.js")).doctor(options),
  probe: async (options) => (await import("./probe.js")).probe(options),
  routes: async (options, command) => {
    const isGiven = command.getOptionValueSource("maxCost") === "cli";
    return (await import("./routes.js")).routes({ ...options, maxCost: isGiven ? options.maxCost : null });
  },
};

function modeOf({ probe, routes }: DoctorWords): Mode {
  if (probe === true && routes === true)
    throw new UsageError("--probe and --routes ask different things", { hint: "Use one of the two." });
  return probe === true ? "probe" : routes === true ? "routes" : "plain";
}

const ofFiles = ["scenarios", "known", "fixtures", "suite", "scenario", "baseUrl"] as const;
const ofTargets = ["model", "provider", "api", "target"] as const;
const ofAsking = ["maxCost", "plan", "simulator", "probes"] as const;

/** The options without an effect in each mode, and what to do about them. */
const idle: { readonly [mode in Mode]: { readonly names: readonly string[]; readonly hint: string } } = {
  plain: { names: [...ofAsking, "only"], hint: "Drop it, or add --probe or --routes." },
  probe: {
    names: [...ofFiles, ...ofTargets],
    hint: "The probes have their own targets: drop it, or use --only.",
  },
  routes: {
    names: [...ofFiles, "only"],
    hint: "Drop it; --model, --target, --provider and --api choose what is asked.",
  },
};

function refuseWithoutEffect(command: Command, mode: Mode): void {
  const typed = idle[mode].names.find((name) => command.getOptionValueSource(name) === "cli");
  if (typed === undefined) return;
  const flag = `--${typed.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const where = mode === "plain" ? "without --probe" : `with --${mode}`;
  throw new UsageError(`${flag} has no effect ${where}`, { hint: idle[mode].hint });
}
