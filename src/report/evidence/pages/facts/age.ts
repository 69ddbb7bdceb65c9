import type { Material } from "../../../../verdict/evidence/material.js";

/** From this age on, the twins have to be run again before a page is sent. */
const staleAfterDays = 14;

/** How old the newest calls of this evidence are when the bundle is made, in whole days; null: no time is known. */
export function ageDays({ facts, failing, experiment }: Material): number | null {
  const again = experiment?.calls.flatMap(({ startedAt }) => startedAt ?? []) ?? [];
  const times = [failing.wire.startedAt, ...again]
    .map((time) => Date.parse(time))
    .filter((time) => !Number.isNaN(time));
  const made = Date.parse(facts.madeAt);
  return times.length === 0 || Number.isNaN(made) ? null : Math.floor((made - Math.max(...times)) / 86_400_000);
}

/** A warning where the evidence is older than 14 days, or without a date; `[]` where it is not. */
export function ageLines(material: Material): readonly string[] {
  const days = ageDays(material);
  if (days === null) return ["> **Re-run the twins before you send this**: the time of the calls is not known.", ""];
  if (days <= staleAfterDays) return [];
  return [
    `> **Re-run the twins before you send this**: the newest call is ${days} days old, and the service may have changed.`,
    "",
  ];
}
