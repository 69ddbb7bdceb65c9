import type { ChatRequest } from "../../chat/request.js";
import type { FindingId } from "../verdict.js";
import { bad, type Check, type CheckName, note } from "./check.js";

/**
 * A check of something that only the decoder sees. The decoder records it as a note on the reply, and the check turns the note
 * into a finding. The finding of a `must` is bad: the API's own text forbids what was seen, or two readers of the same bytes
 * read different replies. The finding of a `should` is a note: services do it, and clients cope.
 */
export type NoteRule = CheckName & {
  /** Ids of the decoder's notes that contradict the claim. */
  readonly notes: readonly string[];
  readonly finding: FindingId;
  /** Whether a note with one of these ids contradicts the claim, by its message and by what was asked. Default: it always does. */
  readonly contradicts?: (message: string, request: ChatRequest) => boolean;
  /** The finding's cause, by the note's message. Default: the note's id, where that is not the finding's. */
  readonly cause?: (message: string) => string | null;
  /** Findings that already report the same fault. Default: none. */
  readonly explainedBy?: readonly FindingId[];
  /** Whether the check applies to streams only. Default: to every reply. */
  readonly streamsOnly?: boolean;
  /** Whether the check applies to a reply that did not arrive whole: what was seen may be why. Default: it does not. */
  readonly ofParts?: boolean;
};

/** The check of a rule: it reports the first note that contradicts the claim. */
export function noteCheck(rule: NoteRule): Check {
  const { id, claim, notes, finding, contradicts = () => true, explainedBy = [] } = rule;
  const { streamsOnly = false, ofParts = false } = rule;
  const report = rule.rule.severity === "must" ? bad : note;
  return {
    ...{ id, claim, rule: rule.rule },
    needsWholeReply: !ofParts,
    explainedBy,
    run: ({ turn: { request, reply }, streaming }) => {
      if (streamsOnly && !streaming) return null;
      const found = reply.notes.find((one) => notes.includes(one.id) && contradicts(one.message, request));
      if (found === undefined) return [];
      const cause = rule.cause === undefined ? causeOf(found.id, finding) : rule.cause(found.message);
      return [report(finding, cause, found.message)];
    },
  };
}

function causeOf(id: string, finding: FindingId): string | null {
  return id === finding ? null : id;
}
