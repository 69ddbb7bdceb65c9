import type { Check } from "../check.js";
import { type NoteRule, noteCheck } from "../note-check.js";
import { must } from "../rule.js";

const rules: readonly NoteRule[] = [
  {
    // The next turn of a loop of calls sends the reasoning back, and is refused without its signature.
    id: "reply/reasoning-signed",
    claim: "reasoning of a model that signs it comes with its signature",
    notes: ["signature-missing"],
    finding: "signature-missing",
    rule: must({
      source:
        "Bedrock user guide, claude-messages-thinking-encryption: the full thinking is returned, encrypted, in the signature; maximhq/bifrost#5638, BerriAI/litellm#9255",
      date: "2026-11-29",
    }),
  },
];

/** The checks of what decoders note about the parts of a reply. */
export const replyNotes: readonly Check[] = rules.map(noteCheck);
