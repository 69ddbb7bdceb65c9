import type { Argument, Command, Option } from "commander";
import { argumentValues, optionValues, type Values } from "./values.js";

/** A command, as far as a shell completes it. */
export type CommandWords = {
  /** The words after `llm-parity`; empty: the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** Values of its arguments, by position; the last one repeats where `repeats`. */
  readonly positions: readonly Values[];
  readonly repeats: boolean;
  readonly commands: readonly CommandWords[];
};

/** `values`: null for an option that takes none. */
export type OptionWords = {
  readonly long: string | null;
  readonly short: string | null;
  readonly description: string;
  readonly values: Values | null;
};

/** Reads what commander shows in its help: hidden commands and options are left out. */
export function commandWords(command: Command, path: readonly string[] = []): CommandWords {
  const help = command.createHelp();
  const own = command.registeredArguments;
  return {
    path,
    description: command.description().split("\n")[0] ?? "",
    options: help.visibleOptions(command).map(optionWords),
    positions: own.map((argument: Argument) => argumentValues(argument)),
    repeats: own.at(-1)?.variadic === true,
    commands: help
      .visibleCommands(command)
      .filter((one) => one.name() !== "help")
      .map((one) => commandWords(one, [...path, one.name()])),
  };
}

function optionWords(option: Option): OptionWords {
  const takesValue = option.required || option.optional;
  return {
    long: option.long ?? null,
    short: option.short ?? null,
    description: option.description.split("\n")[0] ?? "",
    values: takesValue ? optionValues(option) : null,
  };
}

/** The command and all below it, outermost first. */
export function allCommands(command: CommandWords): readonly CommandWords[] {
  return [command, ...command.commands.flatMap(allCommands)];
}
