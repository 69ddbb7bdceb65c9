import type { Brief } from "../scenario/catalog.js";
import type { Attribution } from "../verdict/attribution/attribution.js";
import { partyWords } from "../verdict/attribution/shown-words.js";
import type { Matrix } from "../verdict/matrix/matrix.js";
import { counted } from "./counted.js";

/** `the provider's serving, suspected (SIMULATED)`: whose fault it is, how firmly, and that no vendor sent the bytes. */
export function faultText(attribution: Standing): string {
  return `${partyWords[attribution.party]}${standingText(attribution)}`;
}

/** {@link faultText} without the party. */
export function standingText({ party, standing, leans, mark }: Standing): string {
  const words = party === "undetermined" ? leansText(leans) : standing === "suspected" ? ", suspected" : "";
  return `${words}${mark === null ? "" : ` (${mark})`}`;
}

type Standing = Pick<Attribution, "party" | "standing" | "leans" | "mark">;

/** The briefs of the models that fail here, with their titles. */
export function briefsOf({ suite, tables, attributions }: Matrix): readonly (Brief & { readonly title: string })[] {
  const failing = new Set([...attributions.keys()].map(({ cell }) => cell.model));
  return suite.briefs.flatMap((brief) => {
    const title = tables.find(({ model }) => model.name === brief.model)?.model.title;
    return title === undefined || !failing.has(brief.model) ? [] : [{ ...brief, title }];
  });
}

/** The briefs as lines for a terminal. */
export function briefLines(matrix: Matrix): readonly string[] {
  return briefsOf(matrix).flatMap(({ title, known, notKnown }) => [
    `${title}, known: ${known}`,
    `${title}, not known: ${notKnown}`,
  ]);
}

function leansText(leans: Attribution["leans"]): string {
  return leans === null ? "" : `, leaning towards ${partyWords[leans]} (suggested, not shown)`;
}

/** What is known of an open cell, and the control that decides first. `price`: of the command that asks it; default: that of the control. */
export function openText(
  { sentence, decides, leans, missing: [next] }: Attribution,
  price: string | null = null,
): string {
  if (next === undefined) return shortened(sentence);
  const found = decides === null && leans === null ? "next:" : `${shortened(sentence)} Next:`;
  return `${found} ${next.control} (${price ?? `about ${counted(next.calls, "call")}`})`;
}

/** A text, cut to 160 characters: before a word, and before a bracket that would stay open. */
export function shortened(text: string): string {
  if (text.length <= 160) return text;
  const cut = text.slice(0, 159);
  const open = cut.lastIndexOf("(");
  const end = open > cut.lastIndexOf(")") ? open : cut.lastIndexOf(" ");
  return `${(end < 40 ? cut : cut.slice(0, end)).trimEnd()}…`;
}
