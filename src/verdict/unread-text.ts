import type { Reply } from "../chat/reply.js";

/** The notes of the decoders about what stood in the reply and was not read. */
const unreadNotes: ReadonlySet<string> = new Set([
  "unknown-field",
  "unknown-content",
  "unknown-block",
  "unknown-tool-call",
  "unknown-event",
]);

/** How many of these notes are quoted. */
const quoted = 3;

/**
 * What stood in a reply and was not read, to be quoted beside a finding that the reply shows nothing: `; the reply has a member
 * that is not read: choices[0].message.mood`. `""` when everything was read.
 */
export function unreadText({ notes }: Reply): string {
  const messages = notes.filter(({ id }) => unreadNotes.has(id)).map(({ message }) => message);
  const more = messages.length > quoted ? [`${messages.length - quoted} more`] : [];
  return [...messages.slice(0, quoted), ...more].map((message) => `; ${message}`).join("");
}
