import { bundleFiles } from "../../library/evidence/bundle-files.js";
import type { BundleSources } from "../../library/evidence/bundle-sources.js";
import { caseViews } from "../../library/evidence/gather/case-views.js";
import { gatherSources } from "../../library/evidence/gather/gather-sources.js";
import { redactCase } from "../../library/evidence/gather/redact-case.js";
import { sumsName } from "../../library/evidence/sums.js";
import { requireFree, writeBundle } from "../../library/evidence/write-bundle.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import type { EvidenceOptions } from "../results/cell-evidence.js";
import { log, print, sanitise } from "../shell/print.js";
import { type AgainWords, experimentOf, refuseIdleWords } from "./again.js";
import { caseRequest } from "./case-request.js";

export type EvidenceBundleOptions = EvidenceOptions &
  AgainWords & {
    readonly out?: string;
    readonly working?: string;
    readonly account?: string;
    readonly demo?: true;
    readonly clients: boolean;
    readonly json?: true;
  };

/** `llm-parity evidence CELL --out DIR`: writes the bundle of a failing cell. */
export async function makeBundle(cell: string, options: EvidenceBundleOptions): Promise<ExitCode | number> {
  const [out, account] = [requireOut(options), accountOf(options)];
  refuseIdleWords(options);
  const gathered = gatherSources(await caseRequest(cell, options));
  refuseUnmarked(gathered.facts.mark, options);
  refusePrivate(gathered, cell);
  const { experiment, exitCode } = await experimentOf(gathered, options);
  const clientViews = options.clients ? await viewsOf(gathered) : null;
  const sources = redactCase(
    { ...gathered, clientViews, experiment },
    { environment: process.env, workingFolder: process.cwd(), account },
  );
  const files = await bundleFiles(sources);
  await writeBundle(out, files);
  if (options.json === true) {
    const names = [...files.keys(), sumsName].sort();
    print(
      JSON.stringify({ schemaVersion: 1, folder: formatPath(out), mark: sources.facts.mark, files: names }, null, 2),
    );
  } else print(sanitise(formatPath(out)));
  log(
    sanitise(
      `${files.size + 1} files. Begin with report.md; check it with \`llm-parity evidence verify ${formatPath(out)}\`.`,
    ),
  );
  return exitCode ?? exitCodes.fine;
}

/** A bundle leaves the machine with whole requests and replies. */
function refusePrivate({ transcripts }: BundleSources, cell: string): void {
  if (!transcripts.some(({ provenance }) => provenance.isPrivate === true)) return;
  throw new UsageError(
    `${cell}: its recordings, or those of a control, come from a production log and hold what customers wrote`,
    {
      hint: "Ask the same with a scenario of your own: its bundle holds only what you wrote.",
    },
  );
}

async function viewsOf(sources: BundleSources): Promise<BundleSources["clientViews"]> {
  const views = await caseViews(sources, {
    workingFolder: process.cwd(),
    onClient: ({ facts, version }) => log(sanitise(`giving the failing reply to ${facts.name} ${version}`)),
  });
  if (views === null) log("no other client that reads this reply is installed, so client-views.json is left out");
  return views;
}

function requireOut({ out }: EvidenceBundleOptions): string {
  if (out === undefined || out === "") {
    throw new UsageError("--out is missing: name a folder for the bundle", {
      hint: "Add --out DIR; the folder must be new or empty.",
    });
  }
  requireFree(out);
  return out;
}

function accountOf({ account }: EvidenceBundleOptions): string | null {
  if (account === undefined) return null;
  if (/^\d{12}$/.test(account)) return account;
  throw new UsageError("--account is not an AWS account id", { hint: "It has 12 digits, without dashes." });
}

/** Bytes that no vendor sent are never bundled by mistake, and real ones never marked as a demo. */
function refuseUnmarked(mark: "SIMULATED" | "DEMO" | null, { demo }: EvidenceBundleOptions): void {
  if (mark === null && demo === true) {
    throw new UsageError("--demo is for simulated and authored bytes, and these are recorded", {
      hint: "Drop --demo.",
    });
  }
  if (mark === null || demo === true) return;
  const whose = mark === "SIMULATED" ? "from our simulator" : "authored after a document";
  throw new UsageError(`these bytes are ${whose}: they are no evidence about a vendor`, {
    hint: "Run the cell with --live and name that run, or add --demo: then every page says DEMO.",
  });
}
