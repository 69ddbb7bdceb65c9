import { formatPath } from "../../format-path.js";
import { UsageError } from "../../usage-error.js";
import { clientVersions } from "../../versions.js";
import { readSources } from "../bundle-sources.js";
import type { Problem } from "../problem.js";
import { readBundle } from "../read-bundle.js";
import { sha256Of, sumsName } from "../sums.js";
import { verifyContent } from "../verify/verify-content.js";
import { verifyFiles } from "../verify-files.js";
import { type RecheckSource, recheckSource } from "./recheck-source.js";

/** Reads a bundle and checks all that it says, from one reading of its files. Throws UsageError where something does not hold. */
export async function readRecheckSource(bundle: string): Promise<RecheckSource> {
  const read = readBundle(bundle);
  if (read.kind === "refused") throw doesNotHold(bundle, read.problems);
  const { files } = read;
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  const listed = verifyFiles(files);
  const problems = listed.length > 0 ? listed : (await verifyContent(files, program)).problems;
  if (problems.length > 0) throw doesNotHold(bundle, problems);
  return { previous: sha256Of(files.get(sumsName) ?? ""), ...recheckSource(readSources(files)) };
}

function doesNotHold(bundle: string, problems: readonly Problem[]): UsageError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return new UsageError(`${formatPath(bundle)} does not hold, so it is not asked again: ${first?.says ?? ""}${more}`, {
    hint: "`llm-parity evidence verify` lists what is wrong.",
  });
}
