import type { Claim } from "../../../../verdict/evidence/claims.js";
import type { Material } from "../../../../verdict/evidence/material.js";
import { code } from "../../../markdown-text.js";
import { numberRanges } from "../../../number-ranges.js";

/** How a page prints a number that is counted from calls, and the name of a file of the folder. */
export type Print = { readonly count: (claim: Claim) => string; readonly file: (path: string) => string };

/** On pages at the top of the folder: links, to the calls behind a number and to the file. */
export const inFolder: Print = {
  count: ({ id, text }) => `[${text}](claims.md#${id})`,
  file: (path) => `[${path}](${path})`,
};

/** On pages that are pasted into a form: the number and the name alone. */
export const inForm: Print = { count: ({ text }) => text, file: (path) => code(path) };

/** A claim by its id; null: this evidence has none. */
export function claimNamed({ claims }: Pick<Material, "claims">, id: string): Claim | null {
  return claims.find((claim) => claim.id === id) ?? null;
}

/** `calls 1–10 of calls.jsonl`; empty without a call. */
export function callsText({ file, calls }: Claim): string {
  if (calls.length === 0) return "";
  return `${calls.length === 1 ? "call" : "calls"} ${numberRanges(calls)} of ${file}`;
}
