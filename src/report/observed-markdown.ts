import type { ExchangeVerdict } from "../verdict/observed/judge-exchange.js";
import type { FindingTotal, ObservedMatrix, ObservedRow } from "../verdict/observed/observed-matrix.js";
import { findingText } from "./cell-text.js";
import { code, plain, table } from "./markdown-text.js";
import { observedCellText } from "./observed-cell-text.js";

/** The observed matrix as Markdown: what was read, what was found and where, then who answered × what was asked. */
export function observedMarkdown(matrix: ObservedMatrix): string {
  return `${[head(matrix), findingsSection(matrix), blockedSection(matrix), tableSection(matrix), method].join("\n\n")}\n`;
}

function head({ counts, cells }: ObservedMatrix): string {
  const eligible = cells.reduce((sum, { trials }) => sum + trials.eligible, 0);
  const bad = cells.reduce((sum, { trials }) => sum + trials.bad, 0);
  const skipped = Object.entries(counts.skipped).map(([reason, n]) => `${n} ${reason}`);
  const formats = Object.entries(counts.formats).map(([format, n]) => `${format} ${n}`);
  return [
    "# Observed in recordings",
    "",
    "What recorded exchanges show, held only against what holds for every reply. Recordings that somebody kept are no",
    "sample: nothing here is a claim about a rate.",
    "",
    `- ${counts.exchanges} exchanges of ${counts.interactions} interactions in ${counts.files} files (${plain(formats.join(", "))})`,
    `- ${bad} of ${eligible} eligible exchanges have something bad; ${counts.exchanges - eligible} are no evidence about a model (blocked)`,
    ...(skipped.length === 0 ? [] : [`- skipped: ${plain(skipped.join(", "))}`]),
    ...(counts.otherFiles === 0 ? [] : [`- ${counts.otherFiles} files are no recording`]),
    ...counts.damaged.map((message) => `- damaged: ${plain(message)}`),
  ].join("\n");
}

function findingsSection({ findings }: ObservedMatrix): string {
  if (findings.length === 0) return "## Findings\n\nNone.";
  const rows = findings.map((one) => [
    code(findingText({ ...one, n: 1 })),
    one.severity,
    String(one.exchanges),
    String(one.cells),
    plain(clipped(one.seen)),
    one.places.slice(0, 3).map(placeText).join(" "),
  ]);
  return ["## Findings", "", table(["finding", "severity", "exchanges", "cells", "first seen", "where"], rows)].join(
    "\n",
  );
}

function blockedSection({ cells }: ObservedMatrix): string {
  const blocked = cells.filter(({ observed }) => observed === "blocked" || observed === "unsupported");
  if (blocked.length === 0) return "## Blocked\n\nNothing.";
  const rows = blocked.map((cell) => [
    plain(cell.model),
    plain(`${cell.provider} ${cell.api}`),
    plain(cell.shape),
    plain(cell.reason ?? cell.observed),
    plain(clipped(cell.reasonText ?? "")),
    cell.places.slice(0, 2).map(placeText).join(" "),
  ]);
  return [
    "## Blocked",
    "",
    "Refused before a model was asked; no evidence about the model.",
    "",
    table(["model", "provider, API", "asked", "reason", "in the service's words", "where"], rows),
  ].join("\n");
}

function tableSection({ rows, shapes }: ObservedMatrix): string {
  const body = rows.map((row) => [...who(row), ...row.cells.map((cell) => plain(observedCellText(cell)))]);
  return ["## Matrix", "", table(["model", "provider, API", "upstream", ...shapes], body)].join("\n");
}

function who({ model, provider, api, upstream, source }: ObservedRow): readonly string[] {
  const mark = source === "authored" ? " (authored)" : "";
  return [plain(model), plain(`${provider} ${api}${mark}`), upstream === null ? "" : plain(upstream)];
}

function placeText({
  file,
  interaction,
}: Pick<ExchangeVerdict, "file" | "interaction"> | FindingTotal["places"][number]): string {
  return code(`${file}#${interaction}`, 300);
}

function clipped(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}

const method = [
  "## Reading this",
  "",
  "`✓ 3/3`: every eligible exchange is free of bad findings. `✗ 0/2`: none is. `~ 2/3`: some are. `△`: blocked.",
  "`(+2 throttled)`: excluded, and why. A cell is one model id, provider, API, upstream (where a gateway names it) and kind",
  "of request: `basic-chat`, `tool-call` (tools offered), `response-after-tool`, `multi-step` (results of two rounds or",
  "more), `structured-output`, `not-recorded` (the recording has no request). `where` is file#interaction, from 0.",
].join("\n");
