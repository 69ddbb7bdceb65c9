import { allCommands, type CommandWords, type OptionWords } from "./command-words.js";
import type { Values } from "./values.js";

/** A completion script for fish 3, for `~/.config/fish/completions/llm-parity.fish`. */
export function fishScript(program: CommandWords): string {
  const commands = allCommands(program);
  const valued = [...new Set(commands.flatMap(({ options }) => options.flatMap(flagsWithValue)))];
  return [
    head,
    `set -g __llm_parity_paths ${commands.flatMap(({ path }) => (path.length === 0 ? [] : [quote(path.join(" "))])).join(" ")}`,
    `set -g __llm_parity_valued ${valued.map(quote).join(" ")}`,
    functions,
    ...commands.flatMap(commandLines),
    "",
  ].join("\n");
}

const head = `# fish completion of llm-parity, made by \`llm-parity completion fish\`.
# For this shell: llm-parity completion fish | source
complete -c llm-parity -e
complete -c llm-parity -f`;

const functions = `# Prints the command that was typed, such as \`evidence verify\`, and after a tab how many arguments follow it.
function __llm_parity_place
    set -l path
    set -l position 0
    set -l skip 0
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if string match -q -- '-*' $word
            contains -- $word $__llm_parity_valued; and set skip 1
        else if test $position = 0; and contains -- (string join ' ' $path $word) $__llm_parity_paths
            set -a path $word
        else
            set position (math $position + 1)
        end
    end
    printf '%s\\t%s\\n' "$path" $position
end
# True where the command line is at this command, and if it is given, at this argument, from 0.
function __llm_parity_at
    set -l place (string split \\t -- (__llm_parity_place))
    test "$place[1]" = "$argv[1]"; or return 1
    test (count $argv) = 1; or test $place[2] = $argv[2]; or test "$argv[3]" = more -a $place[2] -gt $argv[2]
end
function __llm_parity_ids
    set -l words (commandline -opc)
    command $words[1] __complete $argv[1] -- $words (commandline -ct) 2> /dev/null
end`;

function commandLines({ path, options, positions, repeats, commands }: CommandWords): readonly string[] {
  const at = path.join(" ");
  return [
    ...commands.map(
      (one) =>
        `complete -c llm-parity -n ${quote(`__llm_parity_at ${quote(at)} 0`)} -a ${quote(one.path.at(-1) ?? "")} -d ${quote(one.description)}`,
    ),
    ...options.map((option) => optionLine(option, at)),
    ...positions.flatMap((values, index) => {
      const more = repeats && index === positions.length - 1 ? " more" : "";
      const when = quote(`__llm_parity_at ${quote(at)} ${index}${more}`);
      const what = valueWords(values);
      return what === null ? [] : [`complete -c llm-parity -n ${when} ${what}`];
    }),
  ];
}

function optionLine({ long, short, description, values }: OptionWords, at: string): string {
  const flags = [
    ...(long === null ? [] : [`-l ${long.slice(2)}`]),
    ...(short === null ? [] : [`-s ${short.slice(1)}`]),
  ];
  // -x: no files but those that are listed.
  const value = values === null ? [] : [values.kind === "files" ? "-r" : "-x", valueWords(values) ?? ""];
  return [
    `complete -c llm-parity -n ${quote(`__llm_parity_at ${quote(at)}`)}`,
    ...flags,
    ...value.filter((word) => word !== ""),
    `-d ${quote(description)}`,
  ].join(" ");
}

/** Null: there is nothing to list. */
function valueWords(values: Values): string | null {
  switch (values.kind) {
    case "words":
      return `-a ${quote(values.words.join(" "))}`;
    case "ids":
      return `-k -a ${quote(`(__llm_parity_ids ${values.of})`)}`;
    case "files":
      return "-F";
    case "folders":
      return `-a ${quote("(__fish_complete_directories)")}`;
    case "text":
      return null;
  }
}

function flagsWithValue({ long, short, values }: OptionWords): readonly string[] {
  return values === null ? [] : [long, short].filter((flag) => flag !== null);
}

/** Single quotes, in which fish reads a backslash and the end. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
