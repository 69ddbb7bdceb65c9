import type { ClientViews, ViewedStream } from "./client-views.js";

/**
 * Client views with what ties them to the kept bytes of a run. `hashes`: the name of each reply, as the views have it → the SHA-256 of its
 * body in 64 hex digits; a reply whose bytes were not kept has none.
 */
export type TiedViews = { readonly views: ClientViews; readonly hashes: ReadonlyMap<string, string> };

/** The names of the replies of one trial, in their order; a step that was asked more than once has numbers. `cell`: target and scenario. */
export function replyNames(cell: string, entries: readonly { readonly trial: number; readonly step: string }[]) {
  return entries.map(({ trial, step }, at) => {
    const again = entries.filter((one) => one.step === step).length > 1;
    return `${replyName(cell, trial, step)}${again ? ` (${at + 1})` : ""}`;
  });
}

/** The views of the reply that a step of a trial ended with: of several attempts the last. Null: no client was given it. */
export function viewsOfReply(
  { views: { streams }, hashes }: TiedViews,
  { cell, trial, step }: { readonly cell: string; readonly trial: number; readonly step: string },
): ViewedStream | null {
  const base = replyName(cell, trial, step);
  const isOwn = (name: string) =>
    name === base || (name.startsWith(`${base} (`) && /^ \(\d+\)$/.test(name.slice(base.length)));
  const kept = [...hashes.keys()].filter(isOwn);
  const last = kept.at(-1) ?? streams.filter(({ name }) => isOwn(name)).at(-1)?.name;
  return streams.find(({ name }) => name === last) ?? null;
}

/** Why the views of a reply are no evidence, in one sentence; null: they are of the very bytes. */
export function whyUntied({ name, sha256 }: ViewedStream, { hashes }: TiedViews): string | null {
  const kept = hashes.get(name);
  if (kept === sha256) return null;
  const why =
    kept === undefined
      ? "its bytes were not kept"
      : `they are of other bytes (SHA-256 ${sha256.slice(0, 12)}…, the reply has ${kept.slice(0, 12)}…)`;
  return `The client views of ${name} are not used: ${why}.`;
}

function replyName(cell: string, trial: number, step: string): string {
  return `${cell} #${trial} ${step}`;
}
