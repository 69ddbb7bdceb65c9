import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { isSource, packageFile } from "../../source/package-root.js";

/** A command as the program's help lists it. `takes`: its arguments as the help shows them, such as `<paths...>`. */
export type ListedCommand = {
  readonly name: string;
  readonly takes: readonly string[];
  readonly hasOptions: boolean;
  readonly says: string;
};

/** Where a build keeps the list, below the package: making it takes loading every command. */
export const listPath = "dist/commands.json";

/** The list that the build has made; null: the program runs from its sources, or the build has kept none. */
export function listedCommands(): readonly ListedCommand[] | null {
  if (isSource) return null;
  try {
    return JSON.parse(readFileSync(packageFile(listPath), "utf8"));
  } catch {
    return null;
  }
}

/** The commands that a program's help shows, in their order, but for the `help` that commander adds by itself. */
export function listOf(program: Command): readonly ListedCommand[] {
  const help = program.createHelp();
  const shown = help.visibleCommands(program).filter((command) => program.commands.includes(command));
  return shown.map((command) => ({
    name: command.name(),
    takes: command.registeredArguments.map((argument) => {
      const name = argument.name() + (argument.variadic ? "..." : "");
      return argument.required ? `<${name}>` : `[${name}]`;
    }),
    hasOptions: command.options.length > 0,
    says: help.subcommandDescription(command),
  }));
}

/** Adds commands that can be listed and not be run. */
export function addListed(program: Command, listed: readonly ListedCommand[]): void {
  for (const { name, takes, hasOptions, says } of listed) {
    const command = program.command([name, ...takes].join(" ")).description(says);
    // The list shows that there are options, and not which.
    if (hasOptions) command.option("--any", "");
  }
}
