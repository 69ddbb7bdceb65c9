import type { CellResult } from "../../verdict/matrix/results-schema.js";
import type { RoutedModel } from "../config/router-config.js";
import type { RoutingRequest } from "./decision.js";

/** Evidence that may steer: cells that fail, and how old the newest may be. */
export type Measured = { readonly cells: readonly CellResult[]; readonly maxAgeDays: number };

/**
 * Why a model should not be asked this; null: nothing speaks against it. A cell speaks where it claims `fail`, was recorded of the
 * service itself and not too long ago, and asks no more than the request does: a failure with tools says nothing about a plain
 * question. Authored and simulated evidence never speaks.
 */
export function whyNot(
  model: RoutedModel,
  request: RoutingRequest,
  { cells, maxAgeDays, now }: Measured & { readonly now: Date },
): string | null {
  const { api } = request.streaming ? model.streaming : model.whole;
  const failing = cells.find(
    (cell) =>
      cell.claim === "fail" &&
      cell.api === api &&
      model.measured.includes(cell.target) &&
      isRecent(cell, maxAgeDays, now) &&
      cell.exercises.every((one) => request.exercises.includes(one)),
  );
  if (failing === undefined) return null;
  const found = failing.findings.find(({ severity }) => severity === "bad")?.id ?? "failure";
  const { ok, eligible } = failing.trials;
  return `${found} in ${failing.scenario} on ${failing.target}: ${ok}/${eligible} ok, ${failing.provenance?.recordedAt?.slice(0, 10)}`;
}

function isRecent({ provenance }: CellResult, maxAgeDays: number, now: Date): boolean {
  if (provenance === null || (provenance.source !== "live" && provenance.source !== "recorded")) return false;
  const at = Date.parse(provenance.recordedAt ?? "");
  return Number.isFinite(at) && now.getTime() - at <= maxAgeDays * 86_400_000;
}

/** What of a matrix could never steer, told once when it is read. */
export function idleEvidence({ cells, maxAgeDays }: Measured, now: Date): readonly string[] {
  const failing = cells.filter(({ claim }) => claim === "fail");
  const authored = cells.filter(
    ({ provenance }) => provenance?.source === "authored" || provenance?.source === "simulated",
  );
  const stale = failing.filter((cell) => !authored.includes(cell) && !isRecent(cell, maxAgeDays, now));
  // A cell that was not run has no evidence at all.
  const evident = cells.filter(({ provenance }) => provenance !== null);
  return [
    ...(evident.length > 0 && authored.length === evident.length
      ? ["all evidence in the matrix is authored or simulated: it steers nothing, and nobody is left out"]
      : []),
    ...(stale.length === 0
      ? []
      : [`${stale.length} failing cells are older than ${maxAgeDays} days: they steer nothing`]),
  ];
}
