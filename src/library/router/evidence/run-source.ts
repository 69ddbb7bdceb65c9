import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runFiles } from "../../../runner/store/run-files.js";
import { HintedError } from "../../../source/hinted-error.js";
import { countedClaim } from "../../../verdict/claim-text.js";
import { cellKey } from "../../../verdict/nights/cell-key.js";
import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import { parseJson } from "../../../wire/json.js";
import { formatPath } from "../../format-path.js";
import { storedLines } from "../../nights/stored-lines.js";
import { evidenceOf } from "./line-evidence.js";
import type { EvidenceSettings, EvidenceSource } from "./reading.js";
import { stampOf } from "./stamp.js";

/** The evidence of one run: its cells that claim `fail`, as a matrix of it would say. */
export function runSource(folder: string, { maxAgeDays, features, unmeasured }: EvidenceSettings): EvidenceSource {
  const place = formatPath(folder);
  return {
    place,
    stamp: () => stampOf([join(folder, runFiles.facts), join(folder, runFiles.summary)]),
    read: () => {
      const day = dayOf(join(folder, runFiles.facts));
      const lines = storedLines(folder);
      if (lines === null) {
        throw new HintedError(
          `${place}: the run has no ${runFiles.summary} that fits its journal`,
          `Make it: llm-parity rejudge ${place}.`,
        );
      }
      const live = lines.filter(({ source }) => source === "live" || source === "recorded");
      const failing = live.filter((line) => countedClaim(line) === "fail");
      const { nights, warnings } = evidenceOf(
        failing.map((line) => ({
          ...{ cell: cellKey(line), of: line, state: "fail", night: day, seen: day, text: textOf(line, day) },
        })),
        features,
      );
      return {
        measured: { cells: [], nights, maxAgeDays },
        warnings: [
          ...(live.length === 0 ? [`${place}: no trial is of a service, so no model is left out`] : unmeasured),
          ...warnings,
        ],
        returned: new Map(),
      };
    },
  };
}

function dayOf(file: string): string {
  const parsed = parseJson(readFileSync(file, "utf8"));
  const value = parsed.ok ? parsed.value : null;
  const startedAt = typeof value === "object" && value !== null && "startedAt" in value ? value.startedAt : null;
  if (typeof startedAt === "string") return startedAt.slice(0, 10);
  throw new HintedError(`${formatPath(file)}: is not a run: it has no startedAt`, null);
}

function textOf({ findings, scenario, target, trials }: CellSummary, day: string): string {
  const found = findings.find(({ severity }) => severity === "bad")?.id ?? "failure";
  return `${found} in ${scenario} on ${target}: ${trials.ok}/${trials.eligible} ok, ${day}`;
}
