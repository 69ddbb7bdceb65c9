import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { isJsonObject } from "../../chat/json.js";

/** A message that was sent: one line of the file of `--sent`. */
type SentNight = { readonly night: string; readonly sentAt: string; readonly headline: string };

/** True where the file says that a message of this night was sent. A line that cannot be read says nothing. */
export function wasSent(file: string, night: string): boolean {
  if (!existsSync(file)) return false;
  return readFileSync(file, "utf8")
    .split("\n")
    .some((line) => nightOf(line) === night);
}

/** Adds a night to the file, which is made where there is none. */
export function rememberSent(file: string, sent: SentNight): void {
  mkdirSync(dirname(file), { recursive: true });
  const { night, sentAt, headline } = sent;
  appendFileSync(file, `${JSON.stringify({ night, sentAt, headline })}\n`);
}

function nightOf(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value["night"] : null;
  } catch {
    return null;
  }
}
