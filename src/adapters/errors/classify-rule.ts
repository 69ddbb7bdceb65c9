import type { FailureKind } from "../../chat/failure.js";

/**
 * One line of the classification table. All members of `when` that are given must hold.
 * The service's own word (`types`, compared without case) decides; where it gave none that the table knows, the
 * status does. `text` only ever tells apart what type or status has already admitted: no rule reads words alone.
 * `text` is matched against the message with `’` written as `'`.
 */
export type Rule = {
  readonly id: string;
  readonly kind: FailureKind;
  readonly when: Admission & { readonly text: RegExp | null };
  /** Replaces the kind's hint; null: the kind's own. */
  readonly hint: string | null;
  /** A real one, word for word; `type` null: the service gave none. */
  readonly example: { readonly type: string | null; readonly status: number; readonly text: string };
  readonly source: string;
};

type Admission = { readonly types: readonly string[]; readonly statuses: readonly number[] };

/** Who is admitted (`admits`), the words that the message must contain (null: any), a real example, its source, and a better hint. */
export type RuleFacts = {
  readonly admits: Admission;
  readonly words: RegExp | null;
  readonly type?: string | null;
  readonly status: number;
  readonly text: string;
  readonly source: string;
  readonly hint?: string;
};

/** Makes one line of the table. */
export function rule(id: string, kind: FailureKind, facts: RuleFacts): Rule {
  return {
    id,
    kind,
    when: { ...facts.admits, text: facts.words },
    hint: facts.hint ?? null,
    example: { type: facts.type ?? null, status: facts.status, text: facts.text },
    source: facts.source,
  };
}

/** The words and statuses with which services refuse a request for what stands in it. */
export const refusedRequest: Admission = {
  types: ["ValidationException", "validation_error", "invalid_request_error"],
  statuses: [400, 422],
};
