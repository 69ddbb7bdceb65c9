import { UsageError } from "../../library/usage-error.js";
import { seedHint } from "./seed-options.js";

/** What commander throws for a mistake: its code, and a message in its own words. */
type ParserError = { readonly code: string; readonly message: string };

/** `pattern`: commander's message (14.0.3, read 2026-11-28) without `error: `. `text` gets its groups. */
type Rule = { readonly pattern: RegExp; readonly text: (...groups: readonly string[]) => string };

/** Without a value after `=`: it may be a password. */
function nameOf(option = ""): string {
  return option.split("=")[0] ?? "";
}

const rules: { readonly [code: string]: Rule } = {
  "commander.unknownOption": {
    pattern: /^unknown option '(.+)'$/,
    text: (option) => `there is no option ${nameOf(option)}`,
  },
  "commander.unknownCommand": { pattern: /^unknown command '(.+)'$/, text: (name) => `there is no command "${name}"` },
  "commander.invalidArgument": {
    pattern: /^(?:option|command-argument value) '(?:-\w, )?(\S+?)(?: .*)?' argument '(.*)' is invalid\. (.+)$/s,
    text: (option, value, why) => (why?.includes(`"${value}"`) ? `${option}: ${why}` : `${option}: "${value}": ${why}`),
  },
  "commander.missingArgument": {
    pattern: /^missing required argument '(.+)'$/,
    text: (name) => `<${name}> is missing`,
  },
  "commander.optionMissingArgument": {
    pattern: /^option '(?:-\w, )?(.+)' argument missing$/,
    text: (flags) => `${flags?.split(" ")[0]} needs a value: ${flags}`,
  },
  "commander.missingMandatoryOptionValue": {
    pattern: /^required option '(?:-\w, )?(.+)' not specified$/,
    text: (flags) => `${flags} is missing`,
  },
  "commander.conflictingOption": {
    pattern: /^option '(?:-\w, )?(\S+?)(?: .*)?' cannot be used with option '(?:-\w, )?(\S+?)(?: .*)?'$/,
    text: (one, other) => `${one} and ${other} exclude each other`,
  },
  "commander.excessArguments": {
    pattern: /^too many arguments for '(.+)'\. Expected (\d+) arguments? but got (\d+)\.$/,
    text: (command, expected, got) =>
      `${command} takes ${expected === "0" ? "no argument" : `${expected} argument${expected === "1" ? "" : "s"}`}, not ${got}`,
  },
};

/** Says a mistake on the command line in our own words. `words`: the command line, without the program. */
export function commandLineError({ code, message }: ParserError, words: readonly string[]): UsageError {
  const [first = "", second = ""] = message.replace(/^error: /, "").split(/\n(?=\(Did you mean)/);
  const rule = rules[code];
  const groups = rule?.pattern.exec(first)?.slice(1);
  const text = rule === undefined || groups === undefined ? first : rule.text(...groups);
  const meant = /^\(Did you mean (?:one of )?(.+)\?\)$/.exec(second)?.[1] ?? null;
  const command = code === "commander.unknownCommand" ? null : (words.find((word) => /^[a-z]/.test(word)) ?? null);
  const seed = code === "commander.unknownOption" ? seedHint(command, groups?.[0] ?? "") : null;
  if (seed !== null) return new UsageError(text, { hint: seed });
  const help = `\`llm-parity ${command === null ? "" : `${command} `}--help\` lists ${command === null ? "the commands" : "what it takes"}`;
  return new UsageError(text, {
    hint: meant === null ? help : `did you mean ${meant.replace(/, (?=[^,]+$)/, " or ")}? (${help})`,
  });
}
