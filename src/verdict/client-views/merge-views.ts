import type { ClientViews } from "./client-views.js";
import { findingsOverStreams } from "./find-disagreements.js";

/** Earlier views of a run with later ones: a reply that was shown again has its later views. */
export function mergeViews(earlier: ClientViews, later: ClientViews): ClientViews {
  const clients = mergeBy(earlier.clients, later.clients, ({ id }) => id);
  const streams = mergeBy(earlier.streams, later.streams, ({ name }) => name);
  return {
    ...later,
    clients,
    streams,
    skipped: mergeBy(earlier.skipped, later.skipped, ({ name }) => name),
    findings: [...findingsOverStreams(streams, (id) => clients.find((one) => one.id === id)?.name ?? id)],
  };
}

function mergeBy<Item>(earlier: readonly Item[], later: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const again = new Set(later.map(keyOf));
  return [...earlier.filter((item) => !again.has(keyOf(item))), ...later];
}
