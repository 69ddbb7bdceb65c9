import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { UsageError } from "../../library/usage-error.js";

/**
 * Reads the `NAME=value` lines of `--keys-file` into the environment; a name that is already set keeps its value. Prints
 * nothing. Throws UsageError when the file cannot be read. (The option is not called `--env-file`: Node takes that one for
 * its own wherever it stands on the line.)
 */
export function loadKeysFile(file: string, environment: NodeJS.ProcessEnv): void {
  const text = readText(file);
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (value !== undefined && environment[name] === undefined) environment[name] = value;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new UsageError(`--keys-file ${file}: cannot be read (${why})`, {
      hint: "Give the path of a file with NAME=value lines.",
    });
  }
}
