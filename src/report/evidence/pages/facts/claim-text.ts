import type { Claim } from "../../../../verdict/evidence/claims.js";
import type { Material } from "../../../../verdict/evidence/material.js";
import { numberRanges } from "../../../number-ranges.js";

/** How a page prints a number that is counted from calls. */
export type PrintCount = (claim: Claim) => string;

/** On pages of this folder: a link to the calls behind the number. */
export const linked: PrintCount = ({ id, text }) => `[${text}](claims.md#${id})`;

/** On pages that are pasted into a form: the number alone. */
export const asText: PrintCount = ({ text }) => text;

/** A claim by its id; null: this evidence has none. */
export function claimNamed({ claims }: Pick<Material, "claims">, id: string): Claim | null {
  return claims.find((claim) => claim.id === id) ?? null;
}

/** `calls 1–10 of calls.jsonl`; empty without a call. */
export function callsOf({ file, calls }: Claim): string {
  if (calls.length === 0) return "";
  return `${calls.length === 1 ? "call" : "calls"} ${numberRanges(calls)} of ${file}`;
}
