import { fitLines } from "./fit-lines.js";

/** Writes data to standard output. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Writes a message for a person or progress to standard error, its lines fitted to the width, above the lines that are pinned. */
export function log(text: string): void {
  logWhole(fitLines(text, process.stderr));
}

/** {@link log} for what programs read too: no line is wrapped. */
export function logWhole(text: string): void {
  const line = text.endsWith("\n") ? text : `${text}\n`;
  process.stderr.write(pinned.length === 0 ? line : redrawn(pinned, { above: line, below: pinned }));
}

let pinned: readonly string[] = [];

/** Keeps lines at the bottom of a terminal, in place of those that were pinned before; each must fit its width. None: takes them away. */
export function pin(lines: readonly string[]): void {
  if (lines.length > 0 || pinned.length > 0) process.stderr.write(redrawn(pinned, { above: "", below: lines }));
  pinned = lines;
}

const control = "\u001b[";

/** The text that draws `below` over `before`: for one write, with each line cleared only behind its new text, so that nothing flickers. */
function redrawn(
  before: readonly string[],
  { above, below }: { readonly above: string; readonly below: readonly string[] },
) {
  const rows = before.reduce((sum, line) => sum + rowsOf(line), 0);
  const up = rows === 0 ? "" : `\r${control}${rows}A`;
  const lines = `${above}${below.map((line) => `${line}\n`).join("")}`.replaceAll("\n", `${control}K\n`);
  return `${up}${lines}${control}J`;
}

/** A terminal that was made narrower has wrapped what was drawn before. */
function rowsOf(line: string): number {
  const length = line.replaceAll(colours, "").length;
  return Math.max(1, Math.ceil(length / (process.stderr.columns ?? Number.POSITIVE_INFINITY)));
}

const colours = /\u001b\[[0-9;]*m/g;

/**
 * Makes the text of a model or a service safe for a terminal and for a CI log: shows control characters, escapes, bidirectional and
 * invisible marks and lone surrogates as `\u{…}`, cuts a pile of combining marks, and breaks what a CI system takes for a command.
 */
export function sanitise(text: string): string {
  return text
    .replace(unsafe, escapeCharacter)
    .replace(pile, "$1…")
    .replace(ciCommand, (found) => `${escapeCharacter(found)}${found.slice(1)}`);
}

/** Controls but tab and line end, what is no character, what changes the direction of a text or is not seen (but the selectors of emoji), halves of a character. */
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb\ufffe\uffff]|(?![\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}|\p{Surrogate}/gu;

/** More combining marks than a script of people has on one letter. */
const pile = /(\p{M}{8})\p{M}+/gu;

/**
 * GitHub's runner reads its own commands at the start of a line, behind any white space, and `##[` anywhere in a line (actions/runner,
 * src/Runner.Common/ActionCommand.cs, 2026-11-29); Azure Pipelines reads `##vso[` and TeamCity `##teamcity[` anywhere. A line may begin
 * at any word once it is wrapped, so that the commands are broken wherever they stand.
 */
const ciCommand =
  /##(?=\[|vso\[|teamcity\[)|::(?=(?:add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning)(?:\s|::|$))/gi;

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
