import { fitLines } from "./fit-lines.js";
import { print, sanitise } from "./print.js";

/** Prints a text for people on standard output, made safe, its lines fitted to the width. */
export function printLines(text: string): void {
  print(fitLines(sanitise(text), process.stdout));
}
