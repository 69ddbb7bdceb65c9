import type { Badge } from "../../machine/badge.js";
import { disputedCells } from "../data/disputes.js";
import { evidenceOf } from "../data/site-counts.js";
import type { SiteCell, SiteData } from "../data/site-data.js";

/** A badge with the name of its files. */
export type NamedBadge = { readonly name: string; readonly badge: Badge };

/** The badges of a site: one of all cells, `all`, and those of its file. Each says when, and by how many trials. */
export function badgesOf(data: SiteData): readonly NamedBadge[] {
  const { badges } = data.config;
  const all = badges.some(({ name }) => name === "all")
    ? []
    : [{ name: "all", label: data.config.title, model: null, provider: null }];
  return [...all, ...badges].map(({ name, label, model, provider }) => {
    const cells = data.cells.filter(
      ({ line }) => (model === null || line.model === model) && (provider === null || line.provider === provider),
    );
    return { name, badge: badgeOf(cells, label, data) };
  });
}

function badgeOf(cells: readonly SiteCell[], label: string, { config, isSimulated }: SiteData): Badge {
  const disputed = disputedCells(config);
  const measured = cells.filter(({ line }) => line.trials.eligible > 0);
  const counting = measured.filter(({ line }) => !disputed.has(line.cell));
  const failing = counting.filter(({ line }) => line.isFailing).length;
  const apart = measured.length - counting.length;
  const night = measured.flatMap(({ lastMeasured }) => lastMeasured ?? []).toSorted()[0] ?? null;
  if (night === null)
    return { label, message: `${isSimulated ? "SIMULATED: " : ""}nothing measured`, colour: "lightgrey" };
  const counts = failing === 0 ? `${counting.length} as expected` : `${failing} of ${counting.length} failing`;
  const message = `${isSimulated ? "SIMULATED: " : ""}${counts}${apart === 0 ? "" : `, ${apart} disputed`}, n=${evidenceOf(counting.map(({ line }) => line))}, ${night}`;
  return { label, message, colour: isSimulated ? "lightgrey" : failing > 0 ? "red" : "brightgreen" };
}
