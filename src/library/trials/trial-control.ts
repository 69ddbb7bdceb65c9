import type { Api } from "../../chat/api.js";
import { isOfVendor } from "../../report/origin.js";
import { requestsText } from "../../report/requests-text.js";
import type { ControlEvidence } from "../../report/sheet/trial-evidence.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { compareRequests, isEquivalent, resultForms } from "../../verdict/matrix/compare-requests.js";
import type { Pair } from "../../verdict/matrix/matrix-pairs.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { Verdict } from "../../verdict/verdict.js";
import { replyEvidence } from "./reply-evidence.js";

/** A cell of a run: its verdict and its trials. */
export type JudgedCell = { readonly verdict: Verdict; readonly transcripts: readonly Transcript[] };

/**
 * The trial beside which one is read: of the other columns with which the cell is compared, the first that is free of bad findings, else the
 * first; in it a good trial, else the first eligible one. Null: no other column was asked the same and answered.
 */
export function controlOf(
  transcript: Transcript,
  { pairs, cells }: { readonly pairs: readonly Pair[]; readonly cells: ReadonlyMap<string, JudgedCell> },
): ControlEvidence | null {
  const own = cellKey(transcript.cell);
  const others = pairs.flatMap(({ scenario, left, right, isControl }) => {
    const [a, b] = [cellKey({ ...left, scenario }), cellKey({ ...right, scenario })];
    const other = a === own ? b : b === own ? a : null;
    const cell = other === null ? undefined : cells.get(other);
    return cell === undefined || cell.verdict.trials.eligible === 0 ? [] : [{ cell, isControl }];
  });
  const isGood = ({ cell }: (typeof others)[number]) => cell.verdict.observed === "ok";
  const chosen = others.find((one) => isGood(one) && one.isControl) ?? others.find(isGood) ?? others[0];
  return chosen === undefined ? null : controlIn(chosen.cell, transcript);
}

function controlIn({ verdict, transcripts }: JudgedCell, { turns, cell }: Transcript): ControlEvidence | null {
  const eligible = verdict.judged.filter(({ outcome }) => outcome !== "excluded");
  const judged = eligible.find(({ outcome }) => outcome === "ok") ?? eligible[0];
  const other = transcripts.find(({ trial }) => trial === judged?.trial);
  if (judged === undefined || other === undefined || other.turns.length === 0) return null;
  return {
    cell: cellKey(verdict.cell),
    trial: judged.trial,
    outcome: judged.outcome,
    steps: turns.flatMap((turn): ControlEvidence["steps"] => {
      const beside = other.turns.find(({ step }) => step === turn.step);
      if (beside === undefined) return [];
      const isVendors = isOfVendor(other.provenance.source);
      return [stepOf(turn, { beside, isVendors, apis: [cell.api, verdict.cell.api] })];
    }),
  };
}

type Beside = { readonly beside: Turn; readonly isVendors: boolean; readonly apis: readonly [Api, Api] };

function stepOf(own: Turn, { beside, isVendors, apis }: Beside): ControlEvidence["steps"][number] {
  const [left, right] = [sentIn(own), sentIn(beside)];
  const fields = compareRequests(left, right);
  const equivalent = isEquivalent(fields);
  const last = beside.attempts.at(-1);
  return {
    step: own.step,
    fields,
    equivalent,
    says: requestsText({ steps: [{ fields, equivalent, resultForms: resultForms(left, right) }], apis }),
    reply: replyEvidence(beside.reply),
    status: last?.status ?? null,
    requestId: isVendors ? (last?.requestId ?? beside.reply.requestId) : null,
  };
}

function sentIn({ request, leftOut, reply }: Turn) {
  return { request, warnings: [...leftOut, ...reply.warnings] };
}
