import type { ChatEvent } from "../../chat/event.js";
import type { Finding } from "../verdict.js";
import { type Anchor, anchors } from "./anchors.js";

/** What the decoder read in each event of a body, in their order, and what followed from its end. */
export type ReadBody = { readonly events: readonly (readonly ChatEvent[])[]; readonly atEnd: readonly ChatEvent[] };

/** A finding at the event of this number; `end`: after the last one; null: no single place shows it. `says`: what is wrong there. */
export type PlacedFinding<F> = { readonly finding: F; readonly at: number | "end" | null; readonly says: string };

/**
 * Finds the place of each finding in the body of the reply that it is about. What the decoder noted is at the event in which it noted it; any other
 * finding is where its kind shows. A body without an event shows everything at its end.
 */
export function placeFindings<F extends Pick<Finding, "id" | "seen">>(
  findings: readonly F[],
  body: ReadBody,
): readonly PlacedFinding<F>[] {
  return findings.map((finding) => {
    const { at, says } = anchors[finding.id];
    return { finding, at: noted(finding, body) ?? placeOf(at, finding, body), says: says ?? finding.seen };
  });
}

function noted({ seen }: Pick<Finding, "seen">, body: ReadBody): number | "end" | null {
  return find(body, (event) => event.kind === "note" && event.note.message === seen);
}

function placeOf(anchor: Anchor, { seen }: Pick<Finding, "seen">, body: ReadBody): number | "end" | null {
  switch (anchor) {
    case "end":
      return "end";
    case "whole":
    case "note":
      return null;
    case "finish":
      return find(body, ({ kind }) => kind === "finish") ?? failureIn(body) ?? "end";
    case "failure":
      return failureIn(body);
    case "call":
      return namedCall(body, seen) ?? placeOf("finish", { seen }, body);
    case "text":
      return find(body, ({ kind }) => kind === "text-delta") ?? placeOf("finish", { seen }, body);
    case "reasoning":
      return find(body, ({ kind }) => kind.startsWith("reasoning")) ?? placeOf("finish", { seen }, body);
    case "refusal":
      return find(body, ({ kind }) => kind.startsWith("refusal")) ?? placeOf("finish", { seen }, body);
    case "usage":
      return find(body, ({ kind }) => kind === "usage") ?? "end";
  }
}

function failureIn(body: ReadBody): number | "end" | null {
  return find(body, ({ kind }) => kind === "reply-failed");
}

/** The call that `seen` names by its id or its name; else the first one. */
function namedCall(body: ReadBody, seen: string): number | "end" | null {
  const named = find(
    body,
    (event) =>
      event.kind === "tool-call-start" &&
      [event.id, event.name].some((one) => one !== null && one !== "" && seen.includes(one)),
  );
  return named ?? find(body, ({ kind }) => kind === "tool-call-start");
}

function find({ events, atEnd }: ReadBody, isIt: (event: ChatEvent) => boolean): number | "end" | null {
  const at = events.findIndex((read) => read.some(isIt));
  if (at !== -1) return at;
  return atEnd.some(isIt) ? "end" : null;
}
