import type { Transcript } from "../../transcript/transcript.js";
import type { Verdict } from "../../verdict/verdict.js";
import { withholdTranscript } from "./withhold-transcript.js";
import { withholdVerdict } from "./withhold-verdict.js";

/** Judged trials. */
export type Judged = { readonly verdicts: readonly Verdict[]; readonly transcripts: readonly Transcript[] };

/** Trials and their verdicts, those of private recordings without what customers wrote: what every report of them is made from. */
export function withholdPrivate({ verdicts, transcripts }: Judged): Judged {
  return {
    verdicts: verdicts.map((one) => (one.provenance?.isPrivate === true ? withholdVerdict(one) : one)),
    transcripts: transcripts.map((one) => (one.provenance.isPrivate === true ? withholdTranscript(one) : one)),
  };
}
