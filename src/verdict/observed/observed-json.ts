import { attributionJson } from "../attribution/attribution-schema.js";
import { trialCountsJson } from "../matrix/matrix-json.js";
import type { ExchangeResult, ObservedCellResult } from "../matrix/results-schema.js";
import type { ExchangeVerdict, FoundIn } from "./judge-exchange.js";
import type { ObservedAttribution } from "./sample-tally.js";
import type { ObservedCell } from "./tally.js";

/** One exchange as data; members in a fixed order. */
export function exchangeJson(exchange: ExchangeVerdict): ExchangeResult {
  const { finish, provenance, findings, observed, reason, reasonText } = exchange;
  return {
    file: exchange.file,
    interaction: exchange.interaction,
    provider: exchange.provider,
    api: exchange.api,
    upstream: exchange.upstream,
    model: exchange.model,
    providerModelId: exchange.providerModelId,
    region: exchange.region,
    shape: exchange.shape,
    httpStatus: exchange.httpStatus,
    streaming: exchange.streaming,
    hasTools: exchange.hasTools,
    hasToolResult: exchange.hasToolResult,
    complete: exchange.complete,
    finish: finish === null ? null : { kind: finish.kind, raw: finish.raw, nativeRaw: finish.nativeRaw },
    outputTokens: exchange.outputTokens,
    textLength: exchange.textLength,
    toolCalls: exchange.toolCalls,
    observed,
    reason,
    reasonText,
    findings: findings.map(({ id, cause, severity, seen }) => ({ id, cause, severity, seen })),
    notes: exchange.notes.map(({ id, message }) => ({ id, message })),
    warnings: exchange.warnings.map(({ id, field, message }) => ({ id, field, message })),
    recording: { losses: [...exchange.recording.losses], notes: [...exchange.recording.notes] },
    requestId: exchange.requestId,
    provenance: { source: provenance.source, recordedAt: provenance.recordedAt, after: provenance.after },
    ...(exchange.isPrivate === true ? { private: true } : {}),
  };
}

/** One cell of the observed matrix as data. `claim` is always null: a collection of recordings is not a sample. */
export function observedCellJson(cell: ObservedCell, found?: ObservedAttribution): ObservedCellResult {
  return {
    model: cell.model,
    provider: cell.provider,
    api: cell.api,
    upstream: cell.upstream,
    shape: cell.shape,
    observed: cell.observed,
    claim: null,
    reason: cell.reason,
    reasonText: cell.reasonText,
    trials: trialCountsJson(cell.trials),
    findings: cell.findings.map(({ id, cause, severity, n, seen, places }) => ({
      id,
      cause,
      severity,
      n,
      seen,
      places: places.map(placeJson),
    })),
    provenance: { source: cell.source, oldest: cell.oldest, newest: cell.newest, places: cell.places.map(placeJson) },
    ...(found === undefined ? {} : { attribution: attributionJson(found.attribution), parties: { ...found.parties } }),
  };
}

function placeJson({ file, interaction }: FoundIn): FoundIn {
  return { file, interaction };
}
