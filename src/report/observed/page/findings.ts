import { groupBy } from "../../../chat/group-by.js";
import { clipped } from "../../../verdict/compare-text.js";
import type { FindingTotal, ObservedMatrix } from "../../../verdict/observed/observed-matrix.js";
import { findingText } from "../../cell-text.js";
import { counted } from "../../counted.js";
import { firstOf, listed, most } from "../../markdown/limits.js";
import { code, details, plain, table } from "../../markdown-text.js";
import { cellName, type Names } from "./names.js";

/** Every finding with its first evidence and its places; those that make nothing bad are folded. */
export function findingsSection({ findings }: ObservedMatrix, names: Names): string {
  if (findings.length === 0) return "## Findings\n\nNone.";
  const of = (severity: FindingTotal["severity"]) => findings.filter((one) => one.severity === severity);
  const [bad, notes] = [of("bad"), of("note")];
  return [
    "## Findings",
    "",
    "With the first evidence, and its places (file#interaction, from 0).",
    "",
    ...items(bad, names),
    ...(bad.length === 0 ? ["None that makes an exchange bad."] : []),
    ...(notes.length === 0
      ? []
      : ["", ...details(`${counted(notes.length, "note")}, which make nothing bad`, items(notes, names))]),
  ].join("\n");
}

function items(findings: readonly FindingTotal[], names: Names): readonly string[] {
  const { shown, rest } = firstOf(findings, most.rows);
  const lines = shown.map((one) => {
    const where = one.places.slice(0, 3).map((place) => `  - ${names.place(place)}`);
    const often = `${counted(one.exchanges, "exchange")} in ${counted(one.cells, "cell")}`;
    const head = `- **${code(findingText({ ...one, n: 1 }))}** (${one.severity}), ${often}: ${plain(clipped(one.seen, 160))}`;
    return [head, ...where].join("\n");
  });
  return [...lines, ...(rest === 0 ? [] : [`- and ${counted(rest, "more finding")}`])];
}

/** What was refused before a model was asked, by reason and message. */
export function blockedSection({ cells }: ObservedMatrix, names: Names): string {
  const blocked = cells.filter(({ observed }) => observed === "blocked" || observed === "unsupported");
  if (blocked.length === 0) return "## Blocked\n\nNothing.";
  const groups = [
    ...groupBy(blocked, ({ reason, observed, reasonText }) =>
      JSON.stringify([reason ?? observed, reasonText]),
    ).values(),
  ];
  const { shown, rest } = firstOf(groups, most.rows);
  const rows = shown.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const places = group.flatMap((cell) => cell.places.slice(0, 2)).slice(0, 2);
    return [
      [
        `**${plain(first.reason ?? first.observed)}**`,
        listed(group.map(cellName), 3),
        plain(clipped(first.reasonText ?? "", 160)),
        places.map(names.place).join("<br>"),
      ],
    ];
  });
  return [
    "## Blocked",
    "",
    "Refused before a model was asked; not evidence about the model.",
    "",
    table(["why", "where", "what it says", "first places"], rows),
    ...(rest === 0 ? [] : ["", `And ${counted(rest, "more row")}: \`--json\` has all.`]),
  ].join("\n");
}
