import type { Brief } from "../scenario/catalog.js";
import type { Attribution } from "../verdict/attribution/attribution.js";
import type { Matrix } from "../verdict/matrix/matrix.js";
import { counted } from "./counted.js";

/** `, suspected (SIMULATED)`: how firmly a party is named, and that no vendor sent the bytes. */
export function standingText({ party, standing, leans, mark }: Attribution): string {
  const words = party === "undetermined" ? leansText(leans) : standing === "suspected" ? ", suspected" : "";
  return `${words}${mark === null ? "" : ` (${mark})`}`;
}

/**
 * One line for each failing cell, for a terminal: whose fault, and for an open one what would tell. Cells of one target of which the
 * same is said share a line. At most `most` lines.
 */
export function whoseFaultLines({ attributions }: Matrix, most = 20): readonly string[] {
  const groups = new Map<string, { readonly scenarios: string[]; readonly target: string; readonly says: string }>();
  for (const [{ cell }, attribution] of attributions) {
    const what = attribution.party === "undetermined" ? openText(attribution) : shortened(attribution.sentence);
    const says = `${attribution.party}${standingText(attribution)}: ${what}`;
    const key = JSON.stringify([cell.target, says]);
    const group = groups.get(key) ?? { scenarios: [], target: cell.target, says };
    group.scenarios.push(cell.scenario);
    groups.set(key, group);
  }
  if (groups.size === 0) return [];
  const lines = [...groups.values()].map(
    ({ scenarios, target, says }) => `  ${scenarios.join(", ")} on ${target}: ${says}`,
  );
  const rest = lines.length - most;
  return [
    "Whose fault:",
    ...lines.slice(0, most),
    ...(rest <= 0 ? [] : [`  and ${counted(rest, "more line")}, in the report`]),
  ];
}

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
  return leans === null ? "" : `, suggests ${leans}`;
}

/** What is known of an open cell, and the first control that would tell. */
export function openText({ sentence, decides, leans, missing: [next] }: Attribution): string {
  if (next === undefined) return shortened(sentence);
  const found = decides === null && leans === null ? "" : `${shortened(sentence)} `;
  return `${found}next: ${next.control} (about ${counted(next.calls, "call")})`;
}

function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`;
}
