import type { Warning } from "../../chat/reply.js";

/** Takes the warnings that a stream has collected. Without any it costs no list. */
export function takeWarnings(draft: { warnings: Warning[] }): readonly Warning[] {
  const { warnings } = draft;
  if (warnings.length > 0) draft.warnings = [];
  return warnings;
}
