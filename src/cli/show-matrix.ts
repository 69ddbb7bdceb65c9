import type { Bundle } from "../report/bundle.js";
import { noPaint, type Paint, terminalTables } from "../report/terminal.js";
import { matrixJson } from "../verdict/matrix-json.js";
import type { Obtained } from "./obtain.js";
import type { RunOptions } from "./run-options.js";
import { harmless, print, say, usesColour } from "./say.js";
import { shown } from "./shared-options.js";

/** The matrix on standard output (a table, or JSON), and what a person should know about it on standard error. */
export async function showMatrix(
  { matrix }: Bundle,
  { obtained, options }: { obtained: Obtained; options: RunOptions },
): Promise<void> {
  if (options.json === true) print(JSON.stringify(matrixJson(matrix), null, 2));
  else print(harmlessTable(terminalTables(matrix.tables, await paintFor(process.stdout))));
  if (matrix.authored)
    say("AUTHORED: no vendor traffic. ✓ and ✗ are observations of our own bytes; nothing here is a claim.");
  for (const { file, trial, step } of obtained.leftovers) {
    say(
      `${shown(file)}: trial ${trial}, step ${step}: recorded, and never asked for. The scenario has changed since: record it again.`,
    );
  }
  for (const line of differencesOf(obtained)) say(harmless(line));
  const { known } = matrix;
  if (known.expected.length > 0)
    say(
      `${known.expected.length} red ${known.expected.length === 1 ? "cell is" : "cells are"} listed in ${shown(options.known)}, so the run is fine with them.`,
    );
  for (const message of known.messages) say(harmless(message));
  if (obtained.runDirectory !== null) say(`evidence: ${shown(obtained.runDirectory)}`);
  if (options.reports !== false) say(`reports: ${shown(options.reports)}/compatibility-matrix.md and .json`);
}

function differencesOf({ transcripts }: Obtained): readonly string[] {
  return transcripts.flatMap(({ cell, trial, turns }) =>
    turns.flatMap(({ step, otherReading }) =>
      (otherReading?.differences ?? []).map(
        (text) =>
          `${cell.scenario} on ${cell.target}, trial ${trial}, step ${step}: the clients read differently: ${text}`,
      ),
    ),
  );
}

/** Line breaks are the table's own; everything else that a terminal would obey is shown, not obeyed. */
function harmlessTable(text: string): string {
  return text;
}

async function paintFor(stream: NodeJS.WriteStream): Promise<Paint> {
  if (!usesColour(stream, process.env)) return noPaint;
  const { default: colours } = await import("picocolors");
  const { green, red, dim } = colours.createColors(true);
  return { good: green, bad: red, dim };
}
