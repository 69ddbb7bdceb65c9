import type { ToldGate } from "../../verdict/regression/gate-result-schema.js";
import { countNight, countWords, type NightCounts } from "./night-counts.js";

/** What the message of a night is made from. `result`: null where nothing was measured, so that there is none. */
export type NightNews = {
  readonly night: string;
  readonly result: ToldGate | null;
  /** Where the run is shown; null: no address is known. */
  readonly link: string | null;
};

/** A night in counts and links, for programs. `text`: the same for people. */
export type NightMessage = {
  readonly schemaVersion: 1;
  readonly night: string;
  /** The exit code of the gate: 1 for an alarm, 4 where something was not measured, 0 else. */
  readonly exitCode: 0 | 1 | 4;
  readonly headline: string;
  /** null: nothing was measured. */
  readonly counts: NightCounts | null;
  readonly link: string | null;
  readonly text: string;
};

/** Makes the message of a night. It holds counts and the link alone: no name of a cell, no prompt, no reply. */
export function nightMessage({ night, result, link }: NightNews): NightMessage {
  const counts = result === null ? null : countNight(result);
  const headline = headlineOf(result, counts);
  const rest = counts === null ? [] : countWords(counts);
  const lines = [`llm-parity, night ${night}: ${headline}`, ...(rest.length === 0 ? [] : [rest.join(" · ")])];
  return {
    ...{ schemaVersion: 1, night, exitCode: result === null ? 4 : result.exitCode, headline, counts, link },
    text: [...lines, ...(link === null ? [] : [link])].join("\n"),
  };
}

function headlineOf(result: ToldGate | null, counts: NightCounts | null): string {
  if (result === null || counts === null) return "nothing was measured";
  if (result.alarm) return alarmOf(counts);
  const isMeasured = result.cells.some(({ tonight }) => tonight !== null && tonight.eligible > 0);
  if (!isMeasured) return "nothing was measured";
  if (result.notMeasured) return "nothing regressed, and not everything was measured";
  return counts.compared === 0 ? "learning: there is no baseline to compare with yet" : "nothing regressed";
}

function alarmOf(counts: NightCounts): string {
  const grave = { ...counts, notMeasured: 0, suspicious: 0, known: 0, fixed: 0, learning: 0, compared: 0 };
  const words = countWords(grave);
  return words.length === 0 ? "an alarm" : words.join(", ");
}

/** The message in Slack's form: three characters are markup there (docs.slack.dev, read 2026-11-29). */
export function slackText({ night, headline, counts, link }: NightMessage): string {
  const lines = [
    `*llm-parity, night ${slack(night)}: ${slack(headline)}*`,
    ...(counts === null ? [] : [countWords(counts).join(" · ")]),
    ...(link === null ? [] : [`<${slack(link)}|the run>`]),
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function slack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The message as Markdown, for the summary of a CI job. */
export function markdownText({ night, headline, counts }: NightMessage): string {
  const rows = counts === null ? [] : countWords(counts);
  return [`### Night ${night}: ${headline}`, "", ...rows.map((row) => `- ${row}`), ""].join("\n");
}
