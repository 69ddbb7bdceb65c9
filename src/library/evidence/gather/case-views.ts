import type { ClientViews } from "../../../verdict/client-views/client-views.js";
import { clientFolders, findClients, type InstalledClient } from "../../clients/find-clients.js";
import { streamsOfEntries } from "../../clients/streams-of-entries.js";
import { viewStreams } from "../../clients/view-streams.js";
import type { BundleSources } from "../bundle-sources.js";
import { deriveMaterial } from "../derive/case-material.js";

export type ViewingOptions = {
  /** Clients are looked for from here upwards, then beside llm-parity. */
  readonly workingFolder: string;
  readonly onClient: (client: InstalledClient) => void;
};

/** What the installed clients show of the failing reply; null: no installed client reads its API, or there are no reply bytes. */
export async function caseViews(sources: BundleSources, options: ViewingOptions): Promise<ClientViews | null> {
  const { failing } = deriveMaterial(sources);
  const { target, verdict } = failing.arm;
  const source = verdict.provenance?.source ?? "recorded";
  const { streams, skipped } = await streamsOfEntries([failing.entry], {
    cell: `${verdict.cell.target}/${verdict.cell.scenario}`,
    target,
    source,
  });
  if (streams.length === 0) return null;
  const found = findClients(clientFolders(options.workingFolder));
  const views = await viewStreams(streams, { found, timeLimitMs: 60_000, stallMs: 6_000, onClient: options.onClient });
  return views.clients.length === 0 ? null : { ...views, skipped: [...skipped] };
}
