import { allCommands, type CommandWords, type OptionWords } from "./command-words.js";
import type { Values } from "./values.js";

/**
 * Three functions for bash and zsh that know the commands: each prints one candidate a line, or for values what may stand there.
 * `__llm_parity_commands PATH`, `__llm_parity_options PATH`, and `__llm_parity_values PATH PLACE`, where a place is an option, or
 * the number of an argument from 1. Nothing is printed for an option that takes no value.
 */
export function shellTables(program: CommandWords): string {
  const commands = allCommands(program);
  return [
    table("commands", commands.flatMap(commandsEntry)),
    table("options", commands.flatMap(optionsEntry)),
    table("values", commands.flatMap(valuesEntries)),
  ].join("\n");
}

type Entry = { readonly pattern: string; readonly lines: readonly string[] };

function table(name: string, entries: readonly Entry[]): string {
  return [
    `__llm_parity_${name}() {`,
    '  case "$*" in',
    ...entries.map(({ pattern, lines }) => `    ${pattern}) printf '%s\\n' ${lines.map(quote).join(" ")} ;;`),
    "  esac",
    "}",
  ].join("\n");
}

function commandsEntry({ path, commands }: CommandWords): readonly Entry[] {
  if (commands.length === 0) return [];
  return [{ pattern: quote(path.join(" ")), lines: commands.map((one) => one.path.at(-1) ?? "") }];
}

function optionsEntry({ path, options }: CommandWords): readonly Entry[] {
  return [{ pattern: quote(path.join(" ")), lines: options.flatMap(flagsOf) }];
}

function valuesEntries({ path, options, positions, repeats }: CommandWords): readonly Entry[] {
  const start = path.join(" ");
  const ofOptions = options.flatMap((option) => {
    const { values } = option;
    return values === null
      ? []
      : flagsOf(option).map((flag) => ({ pattern: quote(`${start} ${flag}`), lines: [spec(values)] }));
  });
  const ofArguments = positions.map((values, at) => {
    const isRepeated = repeats && at === positions.length - 1;
    return {
      pattern: isRepeated ? `${quote(`${start} `)}[0-9]*` : quote(`${start} ${at + 1}`),
      lines: [spec(values)],
    };
  });
  return [...ofOptions, ...ofArguments];
}

function flagsOf({ long, short }: OptionWords): readonly string[] {
  return [long, short].filter((flag) => flag !== null);
}

/** The form in which the scripts read it: `ids:targets`, `words:a b`, `files`, `folders`, `text`. */
function spec(values: Values): string {
  if (values.kind === "ids") return `ids:${values.of}`;
  return values.kind === "words" ? `words:${values.words.join(" ")}` : values.kind;
}

/** Single quotes, in which a shell reads nothing but the end. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
