import { type Command, Option } from "commander";
import { addChoiceOptions, addFileOptions } from "../shell/shared-options.js";
import type { ListOptions } from "./list.js";

/** `llm-parity list`: lists scenarios, models, targets, suites, checks, strategies or reporters. */
export function addList(program: Command): void {
  const command = program
    .command("list")
    .description("show what exists: scenarios, models, targets, suites, checks, routing strategies, reporters")
    .argument("[what]", "scenarios, models, targets, suites, checks, strategies or reporters", "scenarios");
  addChoiceOptions(addFileOptions(command));
  command.addOption(new Option("--json", "print as JSON")).action(async (what: string, options: ListOptions) => {
    const { list } = await import("./list.js");
    process.exitCode = await list(what, options);
  });
}
