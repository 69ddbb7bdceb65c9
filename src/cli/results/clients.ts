import { existsSync } from "node:fs";
import { clientFolders, findClients } from "../../library/clients/find-clients.js";
import { streamsOfEntries } from "../../library/clients/streams-of-entries.js";
import { type StreamsToView, streamsOfFiles } from "../../library/clients/streams-of-files.js";
import { viewStreams } from "../../library/clients/view-streams.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { UsageError } from "../../library/usage-error.js";
import type { FormatId } from "../../recordings/format-ids.js";
import { clientViewsMarkdown } from "../../report/client-views/markdown.js";
import { clientViewsTerminal } from "../../report/client-views/terminal.js";
import { counted } from "../../report/counted.js";
import type { ClientViews } from "../../verdict/client-views/client-views.js";
import { log, print, sanitise } from "../shell/print.js";
import { screenOf } from "../shell/screen.js";
import { type CellEvidence, type EvidenceOptions, readCellEvidence } from "./cell-evidence.js";
import { storeClientViews } from "./stored-views.js";

export type ClientsOptions = EvidenceOptions & {
  readonly trial?: number;
  readonly format?: FormatId;
  readonly clientLimitMs: number;
  readonly stallMs: number;
  readonly json?: true;
  readonly markdown?: true;
  readonly exitZero?: true;
};

/** `llm-parity clients`: gives recorded replies to the installed clients, and prints what each shows. Resolves with the exit code. */
export async function clients(what: readonly string[], options: ClientsOptions): Promise<ExitCode> {
  const evidence = isCell(what, options) ? await evidenceOf(what, options) : null;
  const { streams, skipped, damaged } =
    evidence === null ? await streamsOfFiles(what, options.format) : await streamsOfCell(evidence, options);
  for (const message of damaged) log(`damaged: ${sanitise(message)}`);
  for (const { name, reason } of skipped) log(sanitise(`not shown: ${name}: ${reason}`));
  const found = findClients(clientFolders(process.cwd()));
  const viewed = await viewStreams(streams, {
    found,
    timeLimitMs: options.clientLimitMs,
    stallMs: options.stallMs,
    onClient: ({ facts, version }) => log(sanitise(`asking ${facts.name} ${version}`)),
  });
  const views: ClientViews = { ...viewed, skipped: [...skipped] };
  await show(views, options);
  if (evidence !== null && evidence.run !== null && views.streams.length > 0) {
    log(`views: ${await storeClientViews(evidence.run.path, views)}; \`llm-parity report\` has them`);
  }
  return exitCodeOf(views, { damaged: damaged.length > 0, exitZero: options.exitZero === true });
}

/** A path that is there is a file; what else has the form of a cell is one. */
function isCell(what: readonly string[], { run, format }: ClientsOptions): boolean {
  if (run !== undefined) {
    if (format === undefined) return true;
    throw new UsageError("--format is for files, and --run for a cell", { hint: "Drop one of them." });
  }
  if (format !== undefined || what.some((path) => existsSync(path) || /^[./~]/.test(path))) return false;
  const text = what.join(" ");
  return (/^\S+ on \S/.test(text) || text.split("/").length > 2) && !/\.[a-z]+$/i.test(text);
}

/** The evidence of a cell. Says of a text that is none that it is no file either. */
async function evidenceOf(what: readonly string[], options: ClientsOptions): Promise<CellEvidence> {
  try {
    return await readCellEvidence(what.join(" "), options);
  } catch (error) {
    if (options.run === undefined) log(sanitise(`${what.join(" ")}: there is no such file, so it was read as a cell`));
    throw error;
  }
}

async function streamsOfCell(
  { named, target, scenario, verdict, transcripts, entries }: CellEvidence,
  { trial }: ClientsOptions,
): Promise<StreamsToView> {
  const cell = `${target.id}/${scenario.id}`;
  const bad = verdict.judged.find(({ outcome }) => outcome === "bad")?.trial;
  const wanted = trial ?? named.trial ?? bad ?? transcripts[0]?.trial ?? 1;
  const own = entries.filter((entry) => entry.trial === wanted);
  if (own.length === 0) {
    const known = [...new Set(entries.map((entry) => entry.trial))].join(", ");
    throw new UsageError(`${cell}: no bytes were kept of trial ${wanted}`, {
      hint:
        known === ""
          ? "It was never recorded, so there is nothing to give to a client."
          : `Bytes were kept of: ${known}.`,
    });
  }
  const { source = "recorded", isPrivate = false } = transcripts.find((one) => one.trial === wanted)?.provenance ?? {};
  return streamsOfEntries(own, { cell, target, source, isPrivate });
}

async function show(views: ClientViews, { json, markdown }: ClientsOptions): Promise<void> {
  if (json === true) print(JSON.stringify(views, null, 2));
  else if (views.streams.length > 0 && markdown === true) print(clientViewsMarkdown(views));
  else if (views.streams.length > 0) print(clientViewsTerminal(views, await screenOf()));
  const asked = views.clients.map(
    ({ package: name, version, node, asksForNode }) =>
      `${name} ${version} under Node ${node}${asksForNode === null ? "" : ` (asks for ${asksForNode})`}`,
  );
  const given = views.streams.length === 1 ? "1 reply" : `${views.streams.length} replies`;
  log(
    sanitise(
      `${given} given to ${counted(asked.length, "client")}${asked.length === 0 ? "" : `: ${asked.join("; ")}`}`,
    ),
  );
  const lost = lossesOf(views);
  if (lost !== "") log(`not as originally received, since the recordings have lost: ${lost}`);
  for (const { package: name, command } of views.missing) log(`not installed: ${name}; add it with: ${command}`);
}

/** What recordings have lost of the replies, each with the number of replies: `frames (2), chunk-boundaries (30)`. */
function lossesOf({ streams }: ClientViews): string {
  const all = streams.flatMap(({ changed }) => changed);
  return [...new Set(all)].map((loss) => `${loss} (${all.filter((one) => one === loss).length})`).join(", ");
}

function exitCodeOf(
  { streams, clients: asked, findings }: ClientViews,
  { damaged, exitZero }: { readonly damaged: boolean; readonly exitZero: boolean },
): ExitCode {
  if (exitZero) return exitCodes.fine;
  if (damaged) return exitCodes.usage;
  if (streams.length === 0 || asked.length === 0) return exitCodes.unmeasured;
  return findings.length > 0 || streams.some((stream) => stream.findings.length > 0)
    ? exitCodes.failing
    : exitCodes.fine;
}
