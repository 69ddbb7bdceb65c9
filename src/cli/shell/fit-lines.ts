import { displayWidth } from "../../report/terminal/display-width.js";
import { leastWidth } from "../../report/terminal/screen.js";
import { wrapped } from "../../report/terminal/wrap.js";
import { hasWidth, widthOf } from "./width.js";

/**
 * A text for people, for one of the process's streams: where its width is known, longer lines are wrapped, each below its own
 * indentation. A line with a command stays whole, so that it can be copied.
 */
export function fitLines(text: string, stream: NodeJS.WriteStream): string {
  const { env } = process;
  if (!hasWidth(stream, env)) return text;
  const width = Math.max(leastWidth, widthOf(stream, env));
  return text
    .split("\n")
    .flatMap((line) => (displayWidth(line) <= width || isCommand(line) ? [line] : wrapped(line, width, 2)))
    .join("\n");
}

function isCommand(line: string): boolean {
  return /^\s*(?:→ )?(?:[^:]{1,40}: )?llm-parity /.test(line);
}
