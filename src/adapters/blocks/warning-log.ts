import type { Warning } from "../../chat/reply.js";

/** Reports that something was lost or changed. `field` is a path such as `messages[2].parts[0]`. */
export type Warn = (id: string, field: string, message: string) => void;

/** Collects the warnings of one encoding, in order. */
export function createWarningLog(): { readonly warn: Warn; readonly warnings: readonly Warning[] } {
  const warnings: Warning[] = [];
  return { warn: (id, field, message) => warnings.push({ id, field, message }), warnings };
}
