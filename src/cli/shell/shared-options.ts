import { type Command, InvalidArgumentError, Option } from "commander";
import type { FileOptions } from "../../library/choose.js";
import { shippedFile } from "../../library/shipped-file.js";
import { simulatorProblem } from "../../library/simulator-address.js";
import type { Shard } from "../../runner/shard.js";
import { typedExample } from "../../scenario/target-examples.js";
import { layers } from "../../verdict/checks/rule.js";

/** `fixtures`: the default of `--fixtures`; absent: the folder of the working directory, or the shipped one. */
export function addFileOptions(command: Command, fixtures = shippedFile("fixtures")): Command {
  return command
    .option("--scenarios <folder>", "folder of the scenario files", shippedFile("scenarios"))
    .option("--models <file>", "models, their targets and facts", shippedModels())
    .option("--known <file>", "divergences expected today", shippedFile("scenarios/known.yaml"))
    .option("--fixtures <folder>", "folder of the recordings", fixtures);
}

/** The files that were named on the command line, without the defaults. */
export function typedFiles(command: Command, options: FileOptions): Partial<FileOptions> {
  const names = ["scenarios", "models", "known", "fixtures"] as const;
  return Object.fromEntries(
    names.filter((name) => command.getOptionValueSource(name) === "cli").map((name) => [name, options[name]]),
  );
}

/** The default of `--models`. */
export function shippedModels(): string {
  return shippedFile("scenarios/models.yaml");
}

/** The suites of the shipped file. A test holds it to them: reading the file at each start would cost too much. */
const shippedSuites =
  "seed (replay only), current, routes, dialects, tools, stream, full, parameters, probes, media, load, schema, cache or canary";

export function addChoiceOptions(command: Command): Command {
  return command
    .option(
      "--suite <name>",
      `suite of models.yaml: ${shippedSuites} (default: seed; with --live or --simulator: current)`,
    )
    .addOption(repeatable("--model <name>", "only this model"))
    .addOption(repeatable("--provider <name>", "only this provider"))
    .addOption(repeatable("--api <name>", "only this wire API"))
    .addOption(
      repeatable(
        "--target <id>",
        `only this target: an id of \`llm-parity list targets\`, or typed, e.g. ${typedExample}`,
      ),
    )
    .addOption(repeatable("--scenario <id>", "only this scenario"))
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model");
}

/** An option that may be given several times. */
export function repeatable(flags: string, text: string): Option {
  return new Option(flags, `${text} (repeatable)`).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}

/** `--verbose` of a command that prints a matrix. */
export function verboseOption(): Option {
  return new Option("--verbose", "print every table whole, and every cell in words");
}

/** `--layer`: which findings make a cell fail. */
export function layerOption(): Option {
  const text =
    "which findings count as failing: what a client notices, or (strict) also what only a specification rules out (default: compatible)";
  return new Option("--layer <layer>", text).choices(layers);
}

/** More threads than this are a mistake: each takes some 100 MiB. */
const mostJobs = 64;

/** `--jobs`: on how many cores something is done. */
export function jobsOption(does: string, byDefault = "one for each core, fewer for a small input"): Option {
  const text = `${does}; the output is the same (default: ${byDefault})`;
  return new Option("--jobs <n>", text).argParser((typed: string) => {
    const jobs = wholeNumber(1)(typed);
    if (jobs > mostJobs) throw new InvalidArgumentError(`"${typed}" is more than ${mostJobs}, the most.`);
    return jobs;
  });
}

/** `--simulator`, whose address is checked when it is typed. */
export function simulatorOption(): Option {
  return new Option("--simulator <url>", "ask an offline provider started by `llm-parity simulate`").argParser(
    (text: string) => {
      const problem = simulatorProblem(text);
      if (problem !== null) throw new InvalidArgumentError(`"${text}" is not the address of a simulator: ${problem}.`);
      return text;
    },
  );
}

/** Parses a whole number of at least `least`; commander shows the message beside the option. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`"${text}" is not a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** Parses a rate or a share: more than 0 and less than 1. */
export function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < 1)) {
    throw new InvalidArgumentError(`"${text}" is not a number between 0 and 1, such as 0.05.`);
  }
  return value;
}

/** Parses one of several parts, such as 3/8. */
export function parseShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of) {
    throw new InvalidArgumentError(`"${text}" is not a part such as 3/8, the third of eight.`);
  }
  return { index, of };
}

/** Parses a share of something: more than 0, at most 1. */
export function parseWholeShare(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= 1)) {
    throw new InvalidArgumentError(`"${text}" is not a share such as 0.2: more than 0, at most 1.`);
  }
  return value;
}

/** Parses a number of minutes: more than 0, at most three weeks. */
export function parseMinutes(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= mostMinutes)) {
    throw new InvalidArgumentError(
      `"${text}" is not a number of minutes such as 90: more than 0, at most ${mostMinutes}.`,
    );
  }
  return value;
}

const mostMinutes = 30_240;

/** Parses a number of US dollars, at least 0. */
export function parseDollars(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError(`"${text}" is not an amount of US dollars such as 0.50.`);
  }
  return value;
}

/** Parses a pace, in multiples of the recorded one; more than 0. */
export function parsePace(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError(`"${text}" is not a pace such as 1 (as recorded) or 2.5.`);
  }
  return value;
}
