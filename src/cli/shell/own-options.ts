import type { Command } from "commander";
import { UsageError } from "../../library/usage-error.js";

/**
 * The options of a command below another one, such as `evidence verify`. Commander gives one that both have (`--json`) to the upper command, wherever it stands, so both
 * are read. Throws UsageError for a typed option that only the upper command has.
 */
export function ownOptions<Options extends object>(command: Command): Options {
  const own = new Set(command.options.map((option) => option.attributeName()));
  const { parent } = command;
  const idle = parent?.options.find((option) => {
    const name = option.attributeName();
    return !own.has(name) && parent.getOptionValueSource(name) === "cli";
  });
  if (idle !== undefined) {
    const name = `${parent?.name()} ${command.name()}`;
    throw new UsageError(`${idle.long ?? idle.flags} has no effect with \`${name}\``, {
      hint: `Drop it; \`llm-parity ${name} --help\` lists what it takes.`,
    });
  }
  const all: Record<string, unknown> = command.optsWithGlobals();
  return Object.fromEntries(Object.entries(all).filter(([name]) => own.has(name))) as Options;
}
