import type { Transcript } from "../../transcript/transcript.js";
import type { Verdict } from "../../verdict/verdict.js";
import { isOfVendor } from "../origin.js";
import { firstByteMsOf, outputTokensOf, totalMsOf } from "./measures.js";
import type { SheetTrial } from "./sheet.js";

/** The trials of a cell by number, excluded ones too, with what each took. */
export function trialsOfCell(
  transcripts: readonly Transcript[],
  { judged, provenance }: Pick<Verdict, "judged" | "provenance">,
): readonly SheetTrial[] {
  const isAuthored = provenance?.source === "authored";
  const byTrial = new Map(transcripts.map((one) => [one.trial, one]));
  const isVendors = isOfVendor(provenance?.source ?? null);
  return judged.map(({ trial, outcome, reason, upstream, findings, requestIds }) => {
    const transcript = byTrial.get(trial) ?? null;
    const timed = isAuthored ? null : transcript;
    return {
      ...{ trial, outcome, reason },
      upstream: isVendors ? upstream : null,
      findings: findings.map(({ id, cause, severity }) => ({ id, cause, severity })),
      requestId: isVendors ? (requestIds.at(-1) ?? null) : null,
      firstByteMs: timed === null ? null : firstByteMsOf(timed),
      totalMs: timed === null ? null : totalMsOf(timed),
      outputTokens: transcript === null ? null : outputTokensOf(transcript),
    };
  });
}
