import { subjectsOf } from "../../library/announce/issues/case-subjects.js";
import { githubIssues } from "../../library/announce/issues/github-api.js";
import { githubPlace, runOrder } from "../../library/announce/issues/github-place.js";
import { keepIssues } from "../../library/announce/issues/keep-issues.js";
import { readGate } from "../../library/announce/read-gate.js";
import { runLink } from "../../library/announce/run-link.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { log, print, sanitise } from "../shell/print.js";

export type NightlyIssuesOptions = {
  readonly gate: string;
  readonly label: string;
  readonly author: string;
  readonly most: number;
  readonly plan?: true;
};

/** `llm-parity nightly-issues`: resolves with 0 where the issues are as they should be, whatever the gate says. */
export async function nightlyIssues(options: NightlyIssuesOptions): Promise<ExitCode> {
  const { gate, label, author, most, plan } = options;
  const environment = process.env;
  const result = readGate(gate);
  const github = githubIssues(githubPlace(environment), { environment, onCall: log });
  const tonight = {
    ...{ subjects: subjectsOf(result), run: runOrder(result.night, environment) },
    ...{ link: runLink(environment), most },
  };
  const { done, remarks } = await keepIssues(github, tonight, { label, author, isPlan: plan === true });
  for (const remark of remarks) log(sanitise(`left alone: ${remark}`));
  const nothing = `night ${result.night}: no issue to open, update or close`;
  print(sanitise(done.length === 0 ? nothing : done.map((line) => `${plan ? "would " : ""}${line}`).join("\n")));
  return exitCodes.fine;
}
