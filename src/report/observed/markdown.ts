import type { FoundIn } from "../../verdict/observed/judge-exchange.js";
import { type ObservedMatrix, type ObservedRow, unreadInteractions } from "../../verdict/observed/observed-matrix.js";
import { findingText } from "../cell-text.js";
import { counted } from "../counted.js";
import { code, plain, table } from "../markdown-text.js";
import { clipped, observedCellText } from "./cell-text.js";
import { commonFolder } from "./places.js";
import { observedFaultSection } from "./whose-fault.js";

/** The observed matrix as a Markdown page: what was read, the findings with their places, then who answered × the kind of request. */
export function observedMarkdown(matrix: ObservedMatrix): string {
  const folder = commonFolder(matrix);
  const name = namesBelow(folder);
  const parts = [
    head(matrix, folder),
    findingsSection(matrix, name),
    blockedSection(matrix, name),
    ...[observedFaultSection(matrix)].filter((section) => section !== ""),
    tableSection(matrix),
  ];
  return `${[...parts, method].join("\n\n")}\n`;
}

function head({ counts, cells }: ObservedMatrix, folder: string): string {
  const eligible = cells.reduce((sum, { trials }) => sum + trials.eligible, 0);
  const bad = cells.reduce((sum, { trials }) => sum + trials.bad, 0);
  const skipped = Object.entries(counts.skipped).map(([reason, n]) => `${n} ${reason}`);
  const unread = unreadInteractions(counts);
  const lost = Object.entries(counts.losses).map(([loss, n]) => `${n} ${loss}`);
  const formats = Object.entries(counts.formats).map(([format, n]) => `${format} ${n}`);
  return [
    "# Observed in recordings",
    "",
    "What recorded exchanges show, by the checks that apply to every reply. A collection of recordings is not a sample:",
    "nothing here is a claim about a rate.",
    "",
    `- ${counted(counts.exchanges, "exchange")} of ${counted(counts.interactions, "interaction")} in ${counted(counts.files, "file")} (${plain(formats.join(", "))})`,
    `- ${bad} of ${eligible} eligible exchanges have a bad finding; ${counts.exchanges - eligible} are not evidence about a model (blocked)`,
    ...(skipped.length === 0 ? [] : [`- skipped: ${plain(skipped.join(", "))}`]),
    ...(unread === 0 ? [] : [`- cannot be read: ${counted(unread, "interaction")}`]),
    ...(lost.length === 0 ? [] : [`- lost in the recordings: ${plain(lost.join(", "))}`]),
    ...(folder === "" ? [] : [`- files are relative to ${code(folder)}`]),
    ...(counts.otherFiles === 0 ? [] : [`- not a recording: ${counted(counts.otherFiles, "file")}`]),
    ...counts.damaged.map((message) => `- damaged: ${plain(message)}`),
  ].join("\n");
}

function findingsSection({ findings }: ObservedMatrix, name: NamePlace): string {
  if (findings.length === 0) return "## Findings\n\nNone.";
  const items = findings.map((one) => {
    const where = one.places.slice(0, 3).map((place) => `  - ${name(place)}`);
    const often = `${counted(one.exchanges, "exchange")} in ${counted(one.cells, "cell")}`;
    return [
      `- **${code(findingText({ ...one, n: 1 }))}** (${one.severity}), ${often}: ${plain(clipped(one.seen, 160))}`,
      ...where,
    ].join("\n");
  });
  return ["## Findings", "", "With the first evidence, and its places.", "", ...items].join("\n");
}

function blockedSection({ cells }: ObservedMatrix, name: NamePlace): string {
  const blocked = cells.filter(({ observed }) => observed === "blocked" || observed === "unsupported");
  if (blocked.length === 0) return "## Blocked\n\nNothing.";
  const items = blocked.map((cell) => {
    const what = `${plain(cell.model)}, ${plain(`${cell.provider} ${cell.api}`)}, ${plain(cell.shape)}`;
    const why = `**${plain(cell.reason ?? cell.observed)}**: ${plain(clipped(cell.reasonText ?? "", 160))}`;
    return [`- ${what}: ${why}`, ...cell.places.slice(0, 2).map((place) => `  - ${name(place)}`)].join("\n");
  });
  return ["## Blocked", "", "Refused before a model was asked; not evidence about the model.", "", ...items].join("\n");
}

function tableSection({ rows, shapes }: ObservedMatrix): string {
  const body = rows.map((row) => [...who(row), ...row.cells.map((cell) => plain(observedCellText(cell)))]);
  return ["## Matrix", "", table(["model", "provider, API", "upstream", ...shapes], body)].join("\n");
}

function who({ model, provider, api, upstream, source }: ObservedRow): readonly string[] {
  const mark = source === "authored" ? " (authored)" : "";
  return [plain(model), plain(`${provider} ${api}${mark}`), upstream === null ? "" : plain(upstream)];
}

type NamePlace = (place: FoundIn) => string;

/** Names a place as `file#interaction`, the file relative to the common folder. */
function namesBelow(folder: string): NamePlace {
  return ({ file, interaction }) => code(`${file.slice(folder.length)}#${interaction}`, 300);
}

const method = [
  "## Reading this",
  "",
  "`✓ 3/3`: every eligible exchange is free of bad findings. `✗ 0/2`: none is. `~ 2/3`: some are. `△`: blocked.",
  "`(+2 throttled)`: excluded, and why. A cell is one model id, provider, API, upstream (where a gateway names it) and kind",
  "of request: `basic-chat`, `tool-call` (tools offered), `response-after-tool`, `multi-step` (results of two rounds or",
  "more), `structured-output`, `not-recorded` (the recording has no request). Places are file#interaction, from 0.",
].join("\n");
