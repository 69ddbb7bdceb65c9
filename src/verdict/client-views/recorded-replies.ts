import type { ClientViews, ViewedStream } from "./client-views.js";

/**
 * Client views with what ties them to kept bytes. `hashes`: {@link replyName} → the SHA-256, in 64 hex digits, of the body that the step ended
 * with: of several attempts the last. A reply whose bytes were not kept has none.
 */
export type TiedViews = { readonly views: ClientViews; readonly hashes: ReadonlyMap<string, string> };

/** One reply of a trial. `cell`: target and scenario, as in `kimi-k2.5/bedrock/converse-stream/basic-chat`. */
export type ReplyPlace = { readonly cell: string; readonly trial: number; readonly step: string };

/** The name of a reply in client views, without the number of its attempt. */
export function replyName({ cell, trial, step }: ReplyPlace): string {
  return `${cell} #${trial} ${step}`;
}

/** The views of the reply that a step of a trial ended with, by its bytes; else those of its last attempt by name. Null: no client was given it. */
export function viewsOfReply({ views: { streams }, hashes }: TiedViews, place: ReplyPlace): ViewedStream | null {
  const name = replyName(place);
  const own = streams.filter((stream) => stream.name === name || attemptOf(stream.name) === name);
  return own.find(({ sha256 }) => sha256 === hashes.get(name)) ?? own.at(-1) ?? null;
}

/** Why the views of a reply are no evidence, in one sentence; null: they are of the very bytes. */
export function whyUntied({ name, sha256 }: ViewedStream, { hashes }: TiedViews): string | null {
  const kept = hashes.get(name) ?? hashes.get(attemptOf(name));
  if (kept === sha256) return null;
  const why =
    kept === undefined
      ? "its bytes were not kept"
      : `they are of other bytes (SHA-256 ${sha256.slice(0, 12)}…, the reply has ${kept.slice(0, 12)}…)`;
  return `The client views of ${name} are not used: ${why}.`;
}

/** The name without the number of an attempt. */
function attemptOf(name: string): string {
  return name.replace(/ \(\d+\)$/, "");
}
