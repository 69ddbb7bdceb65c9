import { Argument, type Command } from "commander";
import { type Shell, shells } from "./completion/shells.js";

/** `llm-parity completion`: prints a script that completes the command line. */
export function addCompletion(program: Command): void {
  program
    .command("completion")
    .description("print a script that completes commands, options and ids: source <(llm-parity completion bash)")
    .addArgument(new Argument("<shell>", "the shell to print the script for").choices(shells))
    .action(async (shell: Shell) => {
      const { completion } = await import("./completion.js");
      process.exitCode = completion(shell, program);
    });
}

/** `llm-parity __complete KIND -- WORDS`: what the scripts ask for ids. */
export function addComplete(program: Command): void {
  program
    .command("__complete", { hidden: true })
    .argument("<kind>")
    .argument("[words...]")
    .action(async (kind: string, words: readonly string[]) => {
      const { complete } = await import("./completion.js");
      process.exitCode = await complete(kind, words);
    });
}
