import { displayWidth } from "../../report/terminal/display-width.js";
import { leastWidth } from "../../report/terminal/screen.js";
import { wrapped } from "../../report/terminal/wrap.js";
import { print, sanitise } from "./print.js";
import { hasWidth, widthOf } from "./screen.js";

/**
 * Prints a text for people on standard output, made safe. Where the width is known, longer lines are wrapped, each below its own
 * indentation; a line with a command stays whole, so that it can be copied.
 */
export function printLines(text: string): void {
  const safe = sanitise(text);
  const { stdout, env } = process;
  print(hasWidth(stdout, env) ? linesFor(safe, Math.max(leastWidth, widthOf(stdout, env))) : safe);
}

function linesFor(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => (displayWidth(line) <= width || isCommand(line) ? [line] : wrapped(line, width, 2)))
    .join("\n");
}

function isCommand(line: string): boolean {
  return /^\s*(?:→ )?llm-parity /.test(line);
}
