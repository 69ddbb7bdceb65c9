import type { Edition } from "./edition.js";

/** Of an id: the first edition that has it, and the newest in which it changed; both null: no edition has it. */
export type Since = { readonly since: string | null; readonly changed: string | null };

/** When a check or scenario came, and when it last changed. `editions`: oldest first. */
export function sinceOf(list: "checks" | "scenarios", id: string, editions: readonly Edition[]): Since {
  let since: Since = { since: null, changed: null };
  let before: string | null = null;
  for (const edition of editions) {
    const items: readonly { readonly id: string }[] = edition[list];
    const found = items.find((item) => item.id === id);
    const text = found === undefined ? null : JSON.stringify(found);
    if (text !== null && text !== before) since = { since: since.since ?? edition.edition, changed: edition.edition };
    before = text;
  }
  return since;
}
