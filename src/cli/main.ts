#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { exitCodes } from "../library/exit-code.js";
import { addDoctor } from "./check/doctor-options.js";
import { addList } from "./check/list-options.js";
import { addValidate } from "./check/validate-options.js";
import { addVersion } from "./check/version-options.js";
import { addImport } from "./recordings/import-options.js";
import { addJudge } from "./recordings/judge-options.js";
import { addRecord } from "./recordings/record-options.js";
import { addExplain, addShow } from "./results/explain-options.js";
import { addReport } from "./results/report-options.js";
import { addChat, addInfer } from "./router/query-options.js";
import { addServe } from "./router/serve-options.js";
import { addListRouters, addTrain } from "./router/train-options.js";
import { addRun } from "./run/run-options.js";
import { addSimulate } from "./run/simulate-options.js";

const description = `Does the same model behave the same through two providers, and if not, whose fault is it?

Exit codes: 0 fine · 1 failing or regressed cells · 2 a mistake on the command line or in a file · 3 credentials
· 4 nothing could be measured · 5 a bug in llm-parity · 130/143 stopped by a signal`;

async function main(): Promise<void> {
  const program = new Command("llm-parity")
    .description(description)
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const add of [
    addRun,
    addRecord,
    addList,
    addValidate,
    addExplain,
    addShow,
    addReport,
    addImport,
    addJudge,
    addSimulate,
    addDoctor,
    addServe,
    addInfer,
    addChat,
    addTrain,
    addListRouters,
    addVersion,
  ])
    add(program);
  const words = process.argv.slice(2);
  try {
    if (words.length === 0) throw await firstStep();
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await exitCodeOf(error, words);
  }
}

async function exitCodeOf(error: unknown, words: readonly string[]): Promise<number> {
  if (!(error instanceof CommanderError)) return showFailure(error);
  if (error.exitCode === 0) return exitCodes.fine;
  if (error.code === "commander.help") return exitCodes.usage;
  const { commandLineError } = await import("./shell/command-line-error.js");
  return showFailure(commandLineError(error, words));
}

/** For a line without a command. */
async function firstStep(): Promise<Error> {
  const { UsageError } = await import("../library/usage-error.js");
  return new UsageError(
    "name a command: `llm-parity run` replays the shipped recordings without a key, `llm-parity --help` lists all",
  );
}

async function showFailure(error: unknown): Promise<number> {
  const { showError } = await import("./shell/show-error.js");
  return showError(error, process.env);
}

function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** The reader of a pipe has left (`| head`): the rest is not wanted, and the command ends with its own exit code. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.exitCode = exitCodes.usage;
  process.stderr.write(`llm-parity: the output cannot be written (${error.code ?? error.message})\n`);
}

process.stdout.on("error", onOutputError);
process.stderr.on("error", (error: NodeJS.ErrnoException) => void error);

await main();
