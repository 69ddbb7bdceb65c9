import type { FormatId } from "../../recordings/format-ids.js";
import type { Layer } from "../../verdict/checks/rule.js";
import type { ExchangeResult, ObservedResults } from "../../verdict/matrix/results-schema.js";
import { exchangeJson, observedCellJson } from "../../verdict/observed/observed-json.js";
import type { ObservedCounts, ObservedMatrix } from "../../verdict/observed/observed-matrix.js";
import { shippedFile } from "../shipped-file.js";
import { judgeEach } from "./judge-each.js";

export type JudgeOptions = {
  /** Read every file as this format; default: each as what it looks like. */
  readonly format?: FormatId;
  /** The models.yaml that gives the models their names; default: `scenarios/models.yaml`, or the shipped one. */
  readonly models?: string;
  /** Quote the requests and replies of private recordings (production logs and traces) in the verdicts; default: false. */
  readonly includeContent?: boolean;
  /** Which findings make an exchange bad: what a client notices, or (`strict`) what only a specification does too; default: `compatible`. */
  readonly layer?: Layer;
};

/** Judges recordings, and keeps the verdict on every exchange. */
export async function judgeRecordings(
  paths: string | readonly string[],
  { format, models = shippedFile("scenarios/models.yaml"), includeContent = false, layer = "compatible" }: JudgeOptions,
): Promise<ObservedResults> {
  const exchanges: ExchangeResult[] = [];
  const named = typeof paths === "string" ? [paths] : paths;
  const matrix = await judgeEach(named, { models, format, includeContent, layer, jobs: 1 }, (verdict) => {
    exchanges.push(exchangeJson(verdict));
  });
  return observedResults(matrix, exchanges);
}

/** Judged recordings as data, by the published schema. */
export function observedResults(
  { cells, counts, attributions, layer }: Pick<ObservedMatrix, "cells" | "counts" | "attributions" | "layer">,
  exchanges: readonly ExchangeResult[],
): ObservedResults {
  return {
    schemaVersion: 1,
    exchanges: [...exchanges],
    cells: cells.map((cell) => observedCellJson(cell, attributions.get(cell))),
    read: readJson(counts),
    ...(layer === "strict" ? { layer } : {}),
  };
}

function readJson({
  formats,
  skipped,
  losses,
  damaged,
  unread,
  promptTokens,
  ...counts
}: ObservedCounts): ObservedResults["read"] {
  return {
    ...counts,
    formats: { ...formats },
    skipped: { ...skipped },
    losses: { ...losses },
    damaged: [...damaged],
    unread: [...unread],
    ...(promptTokens === undefined ? {} : { promptTokens: [...promptTokens] }),
  };
}
