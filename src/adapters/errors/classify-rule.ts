import type { FailureKind } from "../../chat/failure.js";

/**
 * One line of the classification table. Every condition in `when` must hold.
 * The service's error type decides first (`types`, compared without case). The status decides when the service sent no
 * type that the table knows. `text` only narrows down what a type or status has admitted: no rule matches text alone.
 * `text` is tested against the message with `’` written as `'`.
 */
export type Rule = {
  readonly id: string;
  readonly kind: FailureKind;
  readonly when: Admission & { readonly text: RegExp | null };
  /** Replaces the hint of the kind; null keeps it. `{keyword}` stands for the schema keywords in the message. */
  readonly hint: string | null;
  /** A verbatim error that the rule matches; `type` null: the service sent none. */
  readonly example: { readonly type: string | null; readonly status: number; readonly text: string };
  readonly source: string;
};

type Admission = { readonly types: readonly string[]; readonly statuses: readonly number[] };

/**
 * The types and statuses that a rule admits, the pattern that the message must match (`words`; null: any message), a
 * verbatim example with its source, and a more exact hint. Default of `type`: null; default of `hint`: the kind's hint.
 */
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

/** The quoted part of a rule whose admission is that of its table. */
export type Quoted = Pick<RuleFacts, "words" | "text" | "source" | "hint" | "type">;

/** The types and statuses with which services refuse a request because of its content. */
export const refusedRequest: Admission = {
  types: ["ValidationException", "validation_error", "invalid_request_error"],
  statuses: [400, 422],
};
