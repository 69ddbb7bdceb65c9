import type { Bundle } from "../bundle.js";
import { legend } from "../glyph.js";
import { block, code, cut, plain, table } from "../markdown-text.js";
import { originOf } from "../origin.js";
import { firstOf, most } from "./limits.js";
import { versionsText } from "./made.js";
import type { Page } from "./page.js";

/** How the cells were made: the source of the replies, the scenarios, and the meaning of the signs. */
export function methodSection({ bundle: { matrix } }: Page): string {
  const { generatedFrom, suite } = matrix;
  return [
    "## Method",
    "",
    originOf(matrix) === "authored" ? authoredMethod : methods[generatedFrom.mode],
    // It describes the document that the fixtures follow.
    ...(suite.description === null || (generatedFrom.mode === "simulator" && suite.tested !== null)
      ? []
      : ["", plain(cut(suite.description, 2000))]),
    "",
    ...madeBy(generatedFrom.command, versionsText(generatedFrom.versions)),
    "",
    "A cell reads `sign k/n finding`: k of n eligible trials were as expected. Requests that the service or the account",
    "refused are counted separately and are not evidence about the model. A stream that ended before its terminal event is",
    "`truncated`, never `empty-reply`.",
    "",
    table(
      ["sign", "meaning"],
      legend.map(([glyph, meaning]) => [glyph, plain(meaning)]),
    ),
    "",
    ...scenarioTable(matrix),
  ].join("\n");
}

function scenarioTable({ scenarios }: Bundle["matrix"]): readonly string[] {
  const { shown, rest } = firstOf(scenarios, most.rows);
  const rows = shown.map(({ id, title, steps, file }) => [
    plain(cut(id, 120)),
    plain(cut(title, 200)),
    String(steps.length),
    code(file.replace(/^.*scenarios\//, "scenarios/")),
  ]);
  const more = rest === 0 ? [] : ["", `And ${rest} more scenarios.`];
  return [table(["scenario", "what is asked", "steps", "file"], rows), ...more];
}

/** The command whole, in a line of its own where a code span would change it. */
function madeBy(command: string, versions: string): readonly string[] {
  const span = code(command, Number.POSITIVE_INFINITY);
  if (span === `\`${command}\``) return [`Made by ${span}${versions === "" ? "" : ` with ${versions}`}.`];
  return [
    `Made by this command${versions === "" ? "" : `, with ${versions}`}:`,
    "",
    block(command, { language: "sh", limit: Number.POSITIVE_INFINITY }),
  ];
}

const authoredMethod =
  "Every cell was replayed from its own authored bytes, through the adapters; no service was called.";

const methods = {
  replay: "Every cell was replayed from its own recording, byte by byte, through the adapters; no service was called.",
  live: "Every cell was run against the service, its trials interleaved with those of the other columns; the bytes are kept.",
  simulator: "Every cell was run against the simulator over HTTP; no service was called.",
} as const;
