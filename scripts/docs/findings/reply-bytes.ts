import type { LiveTrial } from "../../../src/runner/live/live-options.js";
import type { FindingCount } from "../../../src/verdict/verdict.js";

/** The bytes of the reply that has the finding, as text. Bytes that are no characters are shown as `·`; a long middle is left out. */
export function replyBytes(trials: readonly LiveTrial[], { trial, step }: FindingCount): string {
  const own = trials.find(({ transcript }) => transcript.trial === trial) ?? trials[0];
  const taken = own?.taken ?? [];
  const found = taken.filter((one) => step === null || one.step === step).at(-1) ?? taken.at(-1);
  if (found === undefined) return "";
  const { response, chunks } = found.exchange;
  const body = Buffer.concat(chunks.map(([, bytes]) => bytes)).toString("utf8");
  const head = response === null ? "no response headers came" : `HTTP ${response.status}`;
  return [head, "", withoutMiddle(visible(body).trimEnd())].join("\n").trimEnd();
}

const shownAtEachEnd = 1_200;

function withoutMiddle(text: string): string {
  if (text.length <= 2 * shownAtEachEnd) return text;
  return `${text.slice(0, shownAtEachEnd)}\n…\n${text.slice(-shownAtEachEnd)}`;
}

function visible(text: string): string {
  return text.replaceAll(/[^\n\P{C}]/gu, "·").replaceAll("```", "'''");
}
