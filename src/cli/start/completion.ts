import type { Command } from "commander";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { print } from "../shell/print.js";
import { bashScript } from "./completion/bash-script.js";
import { commandWords } from "./completion/command-words.js";
import { fishScript } from "./completion/fish-script.js";
import { idsOf } from "./completion/ids.js";
import type { Shell } from "./completion/shells.js";
import { idKinds } from "./completion/values.js";
import { zshScript } from "./completion/zsh-script.js";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `llm-parity completion`: prints the script for a shell. */
export function completion(shell: Shell, program: Command): ExitCode {
  print(scripts[shell](commandWords(program)));
  return exitCodes.fine;
}

/** `llm-parity __complete`: prints ids, one a line. Prints nothing where they cannot be read: a tab key is no place for a message. */
export async function complete(kind: string, words: readonly string[]): Promise<ExitCode> {
  const known = idKinds.find((one) => one === kind);
  if (known === undefined) return exitCodes.fine;
  try {
    const ids = (await idsOf(known, words)).filter((id) => !/[\s\p{Cc}]/u.test(id));
    if (ids.length > 0) print(ids.join("\n"));
  } catch {
    return exitCodes.fine;
  }
  return exitCodes.fine;
}
