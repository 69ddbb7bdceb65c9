import type { PageCell } from "../data/page-data.js";
import { type Html, html, type Part } from "../markup/html.js";

/** How each outcome is drawn and said. Drawn signs look alike on every machine: an emoji needs a font. */
const drawn = {
  ok: ["✓", "as expected"],
  bad: ["✗", "failing"],
  mixed: ["~", "failing at times"],
  blocked: ["△", "blocked"],
  unsupported: ["∅", "unsupported"],
  "not-run": ["–", "not run"],
} as const;
const claimed = { pass: ["✓", "claim: passes"], fail: ["✗", "claim: fails"], flaky: ["!", "claim: flaky"] } as const;

type Signed = Pick<PageCell, "observed" | "claim" | "simulated">;

/** The character of a cell's sign. */
export function signOf({ observed, claim }: Signed): string {
  return claim === null ? drawn[observed][0] : claimed[claim][0];
}

/** A cell's sign in words: `failing`, `claim: fails (simulated)`. */
export function signWords({ observed, claim, simulated }: Signed): string {
  return claim === null ? drawn[observed][1] : `${claimed[claim][1]}${simulated ? " (simulated)" : ""}`;
}

/** What was observed, in words; a claim is not said: `failing`. */
export function outcomeWords({ observed }: Pick<Signed, "observed">): string {
  return drawn[observed][1];
}

/** The class that colours a cell: one of `ok`, `bad`, `mixed`, `none`. A claim decides before what was observed. */
export function toneOf({ observed, claim }: Signed): "ok" | "bad" | "mixed" | "none" {
  if (claim !== null) return ({ pass: "ok", fail: "bad", flaky: "mixed" } as const)[claim];
  return observed === "ok" || observed === "bad" || observed === "mixed" ? observed : "none";
}

/** The sign, filled for a claim and hollow for an observation, with its words for those who do not see it. */
export function signHtml(cell: Signed): Html {
  const kind = cell.claim === null ? "" : " claim";
  return html`<b class="sign ${toneOf(cell)}${kind}" aria-hidden="true">${signOf(cell)}</b><span class="vh">${signWords(cell)}</span>`;
}

/** `· note`, where something was found that makes no trial fail. */
export function noteHtml({ note }: Pick<PageCell, "note">): Part {
  return note ? html` <span class="mark"><span aria-hidden="true">·</span> note</span>` : null;
}
