import type { Verdict } from "../verdict/verdict.js";

/**
 * The anchor of each cell on a page, `<target>/<scenario>`: what `explain` takes, so that a link can be read. Of two clients, the second
 * has `~` and its name behind it. Other characters than those of a URL's fragment become `_` and their code. Unique.
 */
export function cellAnchors(verdicts: readonly Verdict[]): ReadonlyMap<Verdict, string> {
  const taken = new Set<string>();
  return new Map(
    verdicts.map((verdict) => {
      const anchor = unique(verdict, taken);
      taken.add(anchor);
      return [verdict, anchor];
    }),
  );
}

function unique({ cell }: Verdict, taken: ReadonlySet<string>): string {
  const anchor = `${safe(cell.target)}/${safe(cell.scenario)}`;
  if (!taken.has(anchor)) return anchor;
  const byClient = `${anchor}~${cell.client}`;
  let number = 1;
  while (taken.has(number === 1 ? byClient : `${byClient}${number}`)) number += 1;
  return number === 1 ? byClient : `${byClient}${number}`;
}

function safe(text: string): string {
  return text.slice(0, 300).replace(/[^\w.@/:-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}`);
}
