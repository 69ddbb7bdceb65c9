import { countedClaim } from "../../verdict/claim-text.js";
import type { CellResult } from "../../verdict/matrix/results-schema.js";
import type { RoutedModel } from "../config/router-config.js";
import type { RoutingRequest } from "./decision.js";
import { type NightEvidence, speaksAgainst } from "./night-evidence.js";

/** The evidence for routing: the cells of the matrix, and the greatest age in days at which a cell still counts. */
export type Measured = {
  readonly cells: readonly CellResult[];
  /** What a history of nights, or a run, says against models; absent: no such evidence is used. */
  readonly nights?: readonly NightEvidence[];
  readonly maxAgeDays: number;
};

/**
 * Why a model should not be asked a request; null: there is no evidence against it. A cell counts if it claims `fail`, was recorded
 * from the service itself, is recent enough and not dated more than a day in the future, and uses no feature that the request does not use: a failure with tools is not evidence
 * about a plain question. Authored and simulated evidence never counts.
 */
export function reasonToExclude(
  model: RoutedModel,
  request: RoutingRequest,
  { cells, nights = [], maxAgeDays, now }: Measured & { readonly now: Date },
): string | null {
  const { api } = request.streaming ? model.streaming : model.whole;
  const failing = cells.find(
    (cell) =>
      countedClaim(cell) === "fail" &&
      cell.api === api &&
      model.measured.includes(cell.target) &&
      isRecent(cell, maxAgeDays, now) &&
      cell.exercises.every((one) => request.exercises.includes(one)),
  );
  if (failing === undefined) {
    const night = nights.find(
      (one) =>
        speaksAgainst(one, model, { maxAgeDays, now }) &&
        one.api === api &&
        one.exercises.every((feature) => request.exercises.includes(feature)),
    );
    return night?.text ?? null;
  }
  const found = failing.findings.find(({ severity }) => severity === "bad")?.id ?? "failure";
  const { ok, eligible } = failing.trials;
  return `${found} in ${failing.scenario} on ${failing.target}: ${ok}/${eligible} ok, ${failing.provenance?.recordedAt?.slice(0, 10)}`;
}

/** A clock that runs ahead by less is tolerated: the two machines need not agree to the minute, nor in their time zone. */
const clockSkewMs = 86_400_000;

/** How old a cell from a service is; null: it has no date, or is not from a service. Below zero: it is dated in the future. */
function ageMs({ provenance }: CellResult, now: Date): number | null {
  if (provenance === null || (provenance.source !== "live" && provenance.source !== "recorded")) return null;
  const recordedMs = Date.parse(provenance.recordedAt ?? "");
  return Number.isFinite(recordedMs) ? now.getTime() - recordedMs : null;
}

/** A cell that is dated more than a day in the future has a wrong date, and how old it is cannot be known: it is not recent. */
function isRecent(cell: CellResult, maxAgeDays: number, now: Date): boolean {
  const age = ageMs(cell, now);
  return age !== null && age <= maxAgeDays * 86_400_000 && !isOfTheFuture(age);
}

function isOfTheFuture(age: number): boolean {
  return age < -clockSkewMs;
}

/** True when some cell was measured at a service: authored and simulated ones leave out no model. */
export function hasEffect({ cells }: Pick<Measured, "cells">): boolean {
  return cells.some(({ provenance }) => provenance?.source === "live" || provenance?.source === "recorded");
}

/** Warnings about evidence in a matrix that cannot affect routing; for the log when the matrix is read. */
export function idleEvidence({ cells, maxAgeDays }: Measured, now: Date): readonly string[] {
  const failing = cells.filter((cell) => countedClaim(cell) === "fail");
  const authored = cells.filter(
    ({ provenance }) => provenance?.source === "authored" || provenance?.source === "simulated",
  );
  const future = failing.filter((cell) => isOfTheFuture(ageMs(cell, now) ?? 0));
  const stale = failing.filter(
    (cell) => !authored.includes(cell) && !future.includes(cell) && !isRecent(cell, maxAgeDays, now),
  );
  // A cell that was not run has no evidence at all.
  const measured = cells.filter(({ provenance }) => provenance !== null);
  return [
    ...(measured.length > 0 && authored.length === measured.length
      ? ["all evidence in the matrix is authored or simulated: it does not affect routing, and no model is left out"]
      : []),
    ...(stale.length === 0
      ? []
      : [
          `${cellsText(stale.length)} older than ${maxAgeDays} days: ${stale.length === 1 ? "it does" : "they do"} not affect routing`,
        ]),
    ...(future.length === 0
      ? []
      : [
          `${cellsText(future.length)} dated in the future: ${future.length === 1 ? "it does" : "they do"} not affect routing; correct the clock and record again`,
        ]),
  ];
}

function cellsText(n: number): string {
  return n === 1 ? "1 failing cell is" : `${n} failing cells are`;
}
