import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { type ExchangePlaces, explainCell } from "../../report/cell/explain.js";
import { showTrial } from "../../report/cell/show-trial.js";
import { cellJson } from "../../verdict/matrix/matrix-json.js";
import { framePlaces } from "../../wire/frames/frame-places.js";
import type { HarEntry } from "../../wire/har/har.js";
import { print, sanitise } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";
import { attributeCell } from "./cell-attribution.js";
import {
  type CellEvidence,
  type EvidenceOptions,
  isPrivateCell,
  readCellEvidence,
  shownEvidence,
} from "./cell-evidence.js";
import { replyBody, wireBytes, wireText } from "./wire-text.js";

export type ExplainOptions = EvidenceOptions & { readonly json?: true };

/** `trial`: absent: the one that the cell's name has, else the first. `raw`: the exchanges as bytes, and nothing else. */
export type ShowOptions = ExplainOptions & { readonly trial?: number; readonly raw?: true };

/** `llm-parity explain`: prints the rule, the trials, the bytes and the request ids behind a cell. */
export async function explain(cell: string, options: ExplainOptions): Promise<ExitCode> {
  const evidence = shownEvidence(await readCellEvidence(cell, options), options);
  const exchanges = evidence.entries.map(placesOf);
  const { verdict, transcripts } = evidence;
  const attribution = await attributeCell(evidence);
  const file = evidence.file === null ? null : formatPath(evidence.file);
  if (options.json === true) {
    print(
      JSON.stringify(
        {
          schemaVersion: 1,
          cell: cellJson(verdict, attribution ?? undefined),
          checks: checksOf(evidence),
          file,
          exchanges,
        },
        null,
        2,
      ),
    );
  } else {
    printLines(explainCell({ verdict, attribution, transcripts, file, exchanges, remarks: evidence.remarks }));
  }
  return exitCodes.fine;
}

/** `llm-parity show`: prints one trial in full: its transcript, then every request and reply as it was on the wire. */
export async function show(cell: string, options: ShowOptions): Promise<ExitCode> {
  const whole = await readCellEvidence(cell, { ...options, singleTrials: true });
  const { transcripts, entries, named, file } = shownEvidence(whole, options);
  const isWithheld = isPrivateCell(whole) && options.includeContent !== true;
  const wanted = options.trial ?? named.trial ?? transcripts[0]?.trial ?? 1;
  const found = transcripts.find(({ trial }) => trial === wanted);
  if (found === undefined) {
    const known = transcripts.map(({ trial }) => trial).join(", ");
    throw new UsageError(`${cell} has no trial ${wanted}`, { hint: `Its trials are ${known}.` });
  }
  const own = entries.flatMap((entry, number) => (entry.trial === wanted ? [{ entry, number }] : []));
  if (options.raw === true && isWithheld) {
    throw new UsageError(`${cell} comes from a production log: its bytes hold what customers wrote`, {
      hint: "Add --include-content to write them nevertheless.",
    });
  }
  if (options.raw === true) {
    writeRaw(own.map(({ entry }) => entry));
    return exitCodes.fine;
  }
  if (options.json === true) {
    print(JSON.stringify(found, null, 2));
    return exitCodes.fine;
  }
  const wire =
    file === null || own.length === 0
      ? ["On the wire: no bytes were kept."]
      : isWithheld
        ? ["On the wire: withheld, since they hold what customers wrote; --include-content shows them."]
        : [`On the wire (${formatPath(file)})`, ...own.map(({ entry, number }) => wireText(entry, number))];
  print(sanitise([showTrial(found), ...wire].join("\n\n")));
  return exitCodes.fine;
}

/** A terminal would obey what a service sent, so it gets the same text made safe. */
function writeRaw(entries: readonly HarEntry[]): void {
  for (const bytes of entries.map(wireBytes)) {
    if (process.stdout.isTTY) print(sanitise(bytes.toString("utf8")));
    else process.stdout.write(bytes);
  }
}

function checksOf({ verdict }: CellEvidence) {
  return verdict.judged.flatMap(({ trial, checks }) => checks.map((one) => ({ trial, ...one })));
}

function placesOf({ exchange, trial, step }: HarEntry, number: number): ExchangePlaces {
  const body = replyBody(exchange);
  return {
    trial,
    step,
    number,
    status: exchange.response?.status ?? null,
    end: exchange.end,
    sizeBytes: body.length,
    frames: framePlaces(body, exchange.response?.headers ?? []),
  };
}
