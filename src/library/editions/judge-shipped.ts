import { planRun } from "../../runner/plan.js";
import { packageFile } from "../../source/package-root.js";
import { type StoredVerdict, storedVerdict } from "../../verdict/editions/stored-verdict.js";
import { judgeAll } from "../../verdict/judge-all.js";
import { choose } from "../choose.js";
import { replayRecordings } from "../suite/replay-recordings.js";

/** What today's rules say of the shipped recordings, which are those of the suite `seed`. Cells without a recording are left out. */
export async function judgeShipped(): Promise<readonly StoredVerdict[]> {
  const options = {
    scenarios: packageFile("scenarios"),
    models: packageFile("scenarios/models.yaml"),
    known: packageFile("scenarios/known.yaml"),
    fixtures: packageFile("fixtures"),
  };
  const choice = await choose({ ...options, suite: "seed" }, "replay", {});
  const { cases } = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: 1 });
  const signal = new AbortController().signal;
  const replay = { fixtures: options.fixtures, client: "sdk" as const };
  const { transcripts } = await replayRecordings(cases, { choice, options: replay, signal });
  return judgeAll(transcripts, choice)
    .filter(({ trials }) => trials.eligible > 0)
    .map(storedVerdict);
}
