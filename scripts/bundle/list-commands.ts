import { Command } from "commander";
import { commands } from "../../src/cli/commands.js";
import { type ListedCommand, listOf } from "../../src/cli/shell/listed-commands.js";

/** Every command as the program's help lists it. Loads all of them. */
export async function listCommands(): Promise<readonly ListedCommand[]> {
  const program = new Command("llm-parity");
  for (const load of Object.values(commands)) (await load())(program);
  return listOf(program);
}
