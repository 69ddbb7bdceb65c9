import { skippedText } from "../../../chat/other-calls.js";
import { type ObservedCounts, unreadInteractions } from "../../../verdict/observed/observed-matrix.js";
import { counted } from "../../counted.js";
import { firstOf, most } from "../../markdown/limits.js";
import { code, cut, plain } from "../../markdown-text.js";
import { promptTokenLines } from "../prompt-tokens.js";

/** What was read, what was left out, and how the cells are to be read. */
export function readSection(counts: ObservedCounts, folder: string): string {
  const skipped = skippedText(counts.skipped);
  const unread = unreadInteractions(counts);
  const lost = Object.entries(counts.losses).map(([loss, n]) => `${n} ${loss}`);
  const formats = Object.entries(counts.formats).map(([format, n]) => `${format} ${n}`);
  const { shown, rest } = firstOf(counts.damaged, most.rows);
  return [
    "## What was read",
    "",
    `- ${counted(counts.exchanges, "exchange")} of ${counted(counts.interactions, "interaction")} in ${counted(counts.files, "file")} (${plain(formats.join(", "))})`,
    ...(skipped === "" ? [] : [`- skipped: ${plain(skipped)}`]),
    ...(unread === 0 ? [] : [`- cannot be read: ${counted(unread, "interaction")}`]),
    ...(lost.length === 0 ? [] : [`- lost in the recordings: ${plain(lost.join(", "))}`]),
    ...promptTokenLines(counts.promptTokens).map((line) => `- ${plain(line)}`),
    ...(folder === "" ? [] : [`- files are relative to ${code(folder)}`]),
    ...(counts.otherFiles === 0 ? [] : [`- not a recording: ${counted(counts.otherFiles, "file")}`]),
    ...shown.map((message) => `- damaged: ${plain(cut(message, 400))}`),
    ...(rest === 0 ? [] : [`- and ${rest} more damaged: \`--json\` has all`]),
    "",
    "`✓ 3/3`: every eligible exchange is free of bad findings. `✗ 0/2`: none is. `~ 2/3`: some are. `△`: blocked.",
    "`(+2 throttled)`: excluded, and why. A cell is one model id, provider, API, upstream (where a gateway names it) and kind",
    "of request: `basic-chat`, `tool-call` (tools offered), `response-after-tool`, `multi-step` (results of two rounds or",
    "more), `structured-output`, `not-recorded` (the recording has no request).",
  ].join("\n");
}
