import type { Claim } from "../../../../verdict/evidence/claims.js";
import { cellName } from "../../../../verdict/evidence/evidence-calls.js";
import type { Material } from "../../../../verdict/evidence/material.js";
import { plain } from "../../../markdown-text.js";
import { claimNamed, type Print } from "./print.js";

/**
 * A sentence of an attribution or a hypothesis, safe in Markdown, with its counts as claims print them: `…, 10 of 10 ok` becomes
 * `…, 0 of 10 bad`. Counts of a cell without a claim stay as they are.
 */
export function linkedCounts(sentence: string, material: Material, print: Print): string {
  return partsOf(sentence, material)
    .map((part) => (typeof part === "string" ? plain(part) : `${print.count(part)} bad`))
    .join("");
}

/** True where a sentence counts something that no claim counts. */
export function hasOtherCounts(sentence: string, material: Material): boolean {
  return partsOf(sentence, material).some((part) => typeof part === "string" && /\bof \d+\b|\d+ turns?\b/.test(part));
}

function partsOf(sentence: string, material: Material): readonly (string | Claim)[] {
  const named = namedClaims(material);
  const parts: (string | Claim)[] = [];
  let from = 0;
  for (const match of sentence.matchAll(/(\d+) of (\d+) (ok|bad)\b/g)) {
    const [whole, k = "", n = "", word] = match;
    const bad = word === "ok" ? Number(n) - Number(k) : Number(k);
    const [before, after] = [sentence.slice(0, match.index), sentence.slice(match.index + whole.length)];
    const found = named.find(
      ({ name, claim }) =>
        claim.text === `${bad} of ${n}` &&
        (before.endsWith(`${name}, `) || before.endsWith(`${name}: `) || after.startsWith(` in ${name}`)),
    );
    if (found === undefined) continue;
    parts.push(sentence.slice(from, match.index), found.claim);
    from = match.index + whole.length;
  }
  return [...parts, sentence.slice(from)];
}

/** The claims of the failing cell and of its controls by the names that sentences have, the longest first. */
function namedClaims(material: Material): readonly { readonly name: string; readonly claim: Claim }[] {
  const own = claimNamed(material, "failing-rate");
  const controls = material.controls.map(({ reading, claim }) => ({ name: reading.of, claim }));
  const failing = own === null ? [] : [{ name: cellName(material.failing.verdict.cell), claim: own }];
  return [...failing, ...controls].toSorted((a, b) => b.name.length - a.name.length);
}
