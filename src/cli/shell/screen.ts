import isUnicodeSupported from "is-unicode-supported";
import type { Screen } from "../../report/terminal/screen.js";
import { asciiSigns, usualSigns } from "../../report/terminal/signs.js";
import { paintFor } from "./paint.js";
import { widthOf } from "./width.js";

/** What standard output is: its width, its colours and its signs. */
export async function screenOf(stream: NodeJS.WriteStream = process.stdout): Promise<Screen> {
  const { env } = process;
  return {
    paint: await paintFor(stream),
    signs: hasSigns(stream, env) ? usualSigns : asciiSigns,
    width: widthOf(stream, env),
  };
}

/**
 * False for a terminal that may lack the signs of a report: a dumb one, the console of Linux, and the console host of Windows. A file
 * and a pipe are UTF-8.
 */
function hasSigns({ isTTY }: Pick<NodeJS.WriteStream, "isTTY">, env: NodeJS.ProcessEnv): boolean {
  return !isTTY || (env["TERM"] !== "dumb" && isUnicodeSupported());
}
