import { readingOf } from "../../../chat/read-reply.js";
import type { Reply } from "../../../chat/reply.js";
import { differencesOf } from "../../../runner/trial/second-reading.js";
import { canonicalJson } from "../../../wire/json.js";

/**
 * What of a reply in a transcript the bytes say otherwise, one sentence each. Our own client decodes as we do, so that every member must
 * be the same; the official SDK words failures in its own way and keeps fewer of them. `decoded`: what our decoders read.
 */
export function repliesDiffer(kept: Reply, decoded: Reply, client: "sdk" | "http"): readonly string[] {
  const reading = differencesOf(readingOf(kept), readingOf(decoded));
  const facts = differing(factsOf(kept), factsOf(decoded));
  if (reading.length > 0 || facts.length > 0 || client === "sdk") return [...reading, ...facts];
  return differing(membersOf(kept), membersOf(decoded));
}

/** What a reply may say where no response arrived: nothing but how it failed. */
export function saysNothing({ status, parts, finish, usage, failure }: Reply): boolean {
  return status === null && parts.length === 0 && finish === null && usage === null && failure !== null;
}

type Facts = { readonly [name: string]: unknown };

function factsOf({ status, failure }: Reply): Facts {
  return {
    status,
    failure: failure?.kind ?? null,
    refusal: failure !== null && failure.phase === "refused" ? failure.message : null,
  };
}

/** All but what the request alone gives, the advice to people, and a count that older transcripts lack. */
function membersOf({ warnings: _, textPieces: __, failure, ...rest }: Reply): Facts {
  return { ...rest, failure: failure === null ? null : { ...failure, hint: "" } };
}

function differing(one: Facts, other: Facts): readonly string[] {
  const texts = (of: Facts, name: string): string => canonicalJson(JSON.parse(JSON.stringify(of[name] ?? null)));
  return Object.keys(one)
    .map((name) => ({ name, kept: texts(one, name), decoded: texts(other, name) }))
    .flatMap(({ name, kept, decoded }) => (kept === decoded ? [] : [`${name}: ${kept} ≠ ${decoded}`]));
}
