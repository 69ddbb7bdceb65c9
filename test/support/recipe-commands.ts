/** A command of llm-parity in a script, with the options that it names. */
export type ScriptCommand = { readonly command: string; readonly options: readonly string[] };

/** The commands of llm-parity in a script of bash. */
export function commandsIn(script: string): readonly ScriptCommand[] {
  const lines = script.replaceAll("\\\n", " ").split("\n");
  return lines.flatMap((line) =>
    [...line.matchAll(/\bllm-parity ([a-z][a-z-]*(?: (?:add|pin|show|verify|recheck)\b)?)([^|;&>]*)/g)]
      .filter(() => !/^\s*#|npm install|echo /.test(line))
      .map(([, command = "", rest = ""]) => ({
        command,
        options: [...rest.matchAll(/(?<=\s)--[a-z-]+/g)].map(([option]) => option),
      })),
  );
}

/** What the program lacks of a script: `gate`, or `run --gate`. `known`: command → its options. */
export function lacking(script: string, known: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const missing = commandsIn(script).flatMap(({ command, options }) => {
    const own = known.get(command);
    if (own === undefined) return [command];
    return options.filter((option) => !own.has(option)).map((option) => `${command} ${option}`);
  });
  return [...new Set(missing)];
}

/** Command → options, from the completion script for bash, which lists them all. */
export function knownCommands(completion: string): ReadonlyMap<string, ReadonlySet<string>> {
  const [, table = ""] = /__llm_parity_options\(\) \{(.*?)\n\}/s.exec(completion) ?? [];
  return new Map(
    [...table.matchAll(/^ {4}'([^']*)'\) printf '%s\\n' (.*) ;;$/gm)].map(([, command = "", words = ""]) => [
      command,
      new Set(words.split(" ").map((word) => word.slice(1, -1))),
    ]),
  );
}
