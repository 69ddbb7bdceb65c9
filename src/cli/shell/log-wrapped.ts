import { wrapped } from "../../report/terminal/wrap.js";
import { log } from "./print.js";
import { hasWidth, widthOf } from "./screen.js";

/** Writes a message for a person to standard error, broken between words where its width is known. */
export function logWrapped(text: string): void {
  const { stderr, env } = process;
  log(hasWidth(stderr, env) ? wrapped(text, widthOf(stderr, env), 2).join("\n") : text);
}
