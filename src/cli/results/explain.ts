import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { type ExchangePlaces, explainCell } from "../../report/explain.js";
import { showTrial } from "../../report/show-trial.js";
import { cellJson } from "../../verdict/matrix/matrix-json.js";
import { framePlaces } from "../../wire/frames/frame-places.js";
import type { HarEntry } from "../../wire/har/har.js";
import { print, sanitise } from "../shell/print.js";
import { type CellEvidence, type EvidenceOptions, readCellEvidence } from "./cell-evidence.js";

export type ExplainOptions = EvidenceOptions & { readonly json?: true };

export type ShowOptions = ExplainOptions & { readonly trial: number };

/** `llm-parity explain`: prints the rule, the trials, the bytes and the request ids behind a cell. */
export async function explain(cell: string, options: ExplainOptions): Promise<ExitCode> {
  const evidence = await readCellEvidence(cell, options);
  const exchanges = evidence.entries.map(placesOf);
  const file = evidence.file === null ? null : formatPath(evidence.file);
  if (options.json === true) {
    print(
      JSON.stringify(
        { schemaVersion: 1, cell: cellJson(evidence.verdict), checks: checksOf(evidence), file, exchanges },
        null,
        2,
      ),
    );
  } else {
    print(sanitise(explainCell({ verdict: evidence.verdict, transcripts: evidence.transcripts, file, exchanges })));
  }
  return exitCodes.fine;
}

/** `llm-parity show`: prints one transcript in full. */
export async function show(cell: string, options: ShowOptions): Promise<ExitCode> {
  const { transcripts } = await readCellEvidence(cell, options);
  const found = transcripts.find(({ trial }) => trial === options.trial);
  if (found === undefined) {
    const known = transcripts.map(({ trial }) => trial).join(", ");
    throw new UsageError(`${cell} has no trial ${options.trial}`, { hint: `Its trials are ${known}.` });
  }
  print(options.json === true ? JSON.stringify(found, null, 2) : sanitise(showTrial(found)));
  return exitCodes.fine;
}

function checksOf({ verdict }: CellEvidence) {
  return verdict.judged.flatMap(({ trial, checks }) => checks.map((one) => ({ trial, ...one })));
}

function placesOf({ exchange, trial, step }: HarEntry, number: number): ExchangePlaces {
  const body = Buffer.concat(exchange.chunks.map(([, bytes]) => bytes));
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
