import type { Claim } from "../../../verdict/evidence/claims.js";
import type { Material } from "../../../verdict/evidence/material.js";
import { counted } from "../../counted.js";
import { code, plain, table } from "../../markdown-text.js";
import { callsText } from "./facts/print.js";
import { markLines } from "./page.js";

/** `claims.md`: every number of the pages that is counted from calls, with its calls. */
export function claimsPage(material: Material): string {
  return [
    ...markLines(material),
    "# What the numbers count",
    "",
    "Each number of [report.md](report.md) that is counted from calls links to its section here. The calls are lines of",
    "[calls.jsonl](calls.jsonl), and calls that were asked again are lines of experiment/calls.jsonl.",
    "",
    ...material.claims.flatMap((claim) => claimLines(claim, material)),
  ].join("\n");
}

function claimLines(claim: Claim, material: Material): readonly string[] {
  const rows = claim.file === "calls.jsonl" ? callRows(claim, material) : againRows(claim, material);
  return [
    `## ${claim.id}`,
    "",
    `**${plain(claim.text)}**: ${plain(claim.says)}. Counted from ${claim.calls.length === 0 ? "no call" : `${callsText(claim)} (${counted(claim.calls.length, "call")})`}.`,
    "",
    ...(rows.length === 0 ? [] : [table(["call", "cell", "outcome", "started (UTC)", "request ids"], rows), ""]),
  ];
}

type Row = readonly string[];

function callRows({ calls }: Claim, material: Material): readonly Row[] {
  const counts = new Set(calls);
  return material.calls
    .filter(({ call }) => counts.has(call))
    .map(({ call, cell, trial, outcome, reason, findings, startedAt, requestIds }) => [
      String(call),
      `${code(cell)}, trial ${trial}`,
      outcomeText({ outcome, reason, findings }),
      startedAt === null ? "nothing was sent" : code(startedAt),
      requestIds.length === 0 ? "none" : requestIds.map((id) => code(id, 80)).join(" "),
    ]);
}

function againRows({ calls }: Claim, { experiment }: Material): readonly Row[] {
  const counts = new Set(calls);
  return (experiment?.calls ?? [])
    .filter(({ call }) => counts.has(call))
    .map(({ call, pair, arm, outcome, reason, findings, startedAt, requestId }) => [
      String(call),
      `${arm}, pair ${pair}`,
      outcomeText({ outcome, reason, findings }),
      startedAt === null ? "nothing was sent" : code(startedAt),
      requestId === null ? "none" : code(requestId, 80),
    ]);
}

type Outcome = { readonly outcome: string; readonly reason: string | null; readonly findings: readonly string[] };

function outcomeText({ outcome, reason, findings }: Outcome): string {
  const words = [...(reason === null ? [] : [reason]), ...findings];
  return words.length === 0 ? outcome : `${outcome}: ${plain(words.join(", "))}`;
}
