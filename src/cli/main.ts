#!/usr/bin/env node
import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { Command, CommanderError } from "commander";
import { exitCodes } from "../library/exit-code.js";
import { packageFile } from "../source/package-root.js";
import { commands } from "./commands.js";
import { addListed, listedCommands } from "./shell/listed-commands.js";
import { optimiseLate } from "./shell/optimise-late.js";

const description = `Does the same model behave the same through two providers, and if not, whose fault is it?

Exit codes: 0 fine · 1 failing or regressed cells · 2 a mistake on the command line or in a file · 3 credentials
· 4 nothing could be measured · 5 a bug in llm-parity · 130/143 stopped by a signal`;

/** The commands that serve until they are stopped: what V8 optimises pays there. */
const servers: ReadonlySet<string> = new Set(["serve", "simulate", "work"]);

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  if (!servers.has(words[0] ?? "")) optimiseLate();
  const program = new Command("llm-parity")
    .description(description)
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  const listed = asksForList(words) ? listedCommands() : null;
  if (listed !== null) addListed(program, listed);
  else for (const add of await Promise.all(neededFor(words[0]).map((load) => load()))) add(program);
  try {
    if (words.length === 0) throw await firstStep();
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await exitCodeOf(error, words);
  }
}

/** For the help of the program alone, and for its version: neither needs to know more of a command than its line in the list. */
function asksForList(words: readonly string[]): boolean {
  return words.length === 1 && ["--help", "-h", "--version", "-V"].includes(words[0] ?? "");
}

/**
 * Only the command that the first word names; all of them for anything else, such as `help` or a word that is no command, and for
 * `completion`, which is about them all.
 */
function neededFor(word = ""): readonly (() => Promise<(program: Command) => void>)[] {
  const named = Object.hasOwn(commands, word) && word !== "completion" ? commands[word] : undefined;
  return named === undefined ? Object.values(commands) : [named];
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
    "give a command: `llm-parity run` replays the shipped recordings without a key, `llm-parity --help` lists them all",
  );
}

async function showFailure(error: unknown): Promise<number> {
  const { showError } = await import("./shell/show-error.js");
  return showError(error, process.env);
}

function readVersion(): string {
  const text = readFileSync(packageFile("package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** The reader of a pipe has left (`| head`): the rest is not wanted, and the command ends with its own exit code. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.exitCode = exitCodes.usage;
  process.stderr.write(`llm-parity: the output cannot be written (${error.code ?? error.message})\n`);
}

/** Node 22.8 and later keep what they compiled, in the folder for temporary files: the next command starts sooner. NODE_DISABLE_COMPILE_CACHE=1 forbids it. */
function keepCompiled(): void {
  const has: object = nodeModule;
  if ("enableCompileCache" in has && typeof has.enableCompileCache === "function") has.enableCompileCache();
}

keepCompiled();
process.stdout.on("error", onOutputError);
process.stderr.on("error", (error: NodeJS.ErrnoException) => void error);

await main();
