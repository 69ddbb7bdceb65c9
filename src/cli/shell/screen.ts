import isUnicodeSupported from "is-unicode-supported";
import type { Screen } from "../../report/terminal/screen.js";
import { asciiSigns, usualSigns } from "../../report/terminal/signs.js";
import { paintFor } from "./paint.js";

/** The width of what is no terminal, such as a file or a pipe, where COLUMNS says nothing. */
const usualWidth = 120;

type Stream = Pick<NodeJS.WriteStream, "isTTY" | "columns">;

/** What standard output is: its width, its colours and its signs. */
export async function screenOf(stream: NodeJS.WriteStream = process.stdout): Promise<Screen> {
  const { env } = process;
  return {
    paint: await paintFor(stream),
    signs: hasSigns(stream, env) ? usualSigns : asciiSigns,
    width: widthOf(stream, env),
  };
}

/** The columns of a terminal; else `COLUMNS`, else 120. */
export function widthOf(stream: Stream, env: NodeJS.ProcessEnv): number {
  return knownWidth(stream, env) ?? usualWidth;
}

/** True for a terminal, and where `COLUMNS` is set. */
export function hasWidth(stream: Stream, env: NodeJS.ProcessEnv): boolean {
  return knownWidth(stream, env) !== null;
}

/** A terminal that reports no columns is as good as none. */
function knownWidth({ isTTY, columns }: Stream, env: NodeJS.ProcessEnv): number | null {
  if (isTTY && columns > 0) return columns;
  const wanted = env["COLUMNS"] ?? "";
  return /^[1-9]\d{0,5}$/.test(wanted) ? Number(wanted) : null;
}

/**
 * False for a terminal that may lack the signs of a report: a dumb one, the console of Linux, and the console host of Windows. A file
 * and a pipe are UTF-8.
 */
function hasSigns({ isTTY }: Stream, env: NodeJS.ProcessEnv): boolean {
  return !isTTY || (env["TERM"] !== "dumb" && isUnicodeSupported());
}
