import type { KnownEntryState, KnownState } from "../../verdict/nights/known-state.js";
import { counted } from "../counted.js";

/** What the nights say of each entry, one paragraph each: what needs an edit first. */
export function knownText(states: readonly KnownEntryState[]): string {
  if (states.length === 0) return "known.yaml lists nothing.";
  const order: readonly KnownState[] = ["fixed", "not-seen", "there", "not-measured"];
  return states
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .map(entryText)
    .join("\n");
}

function entryText({ entry, state, lastSeen, since, expired }: KnownEntryState): string {
  const what = [entry.finding, entry.check].filter((part) => part !== null).join(" of ");
  const where = entry.target ?? [entry.model, entry.provider, entry.api].join("/");
  const seen = lastSeen === null ? "never seen in these nights" : `last seen in night ${lastSeen}`;
  const measured = `${counted(since.nights, "night")} and ${counted(since.trials, "trial")} without it`;
  const texts: { readonly [one in KnownState]: string } = {
    fixed: `FIXED: ${seen}, then ${measured}. Delete the entry: llm-parity known --update`,
    "not-seen": `not seen lately: ${seen}, then ${measured}; too few to call it fixed`,
    there: `still there: ${seen}`,
    "not-measured": "not measured: no live night has a trial of it",
  };
  const late = expired && state !== "fixed" ? `\n  expired on ${entry.expires}: see ${entry.bug}` : "";
  return `${entry.place}: ${what} in ${entry.scenario} on ${where}\n  ${texts[state]}${late}`;
}
