import type { Api } from "../chat/api.js";

/** What a bug report shows. A member of null: the report does not say. */
export type ShownByReport = {
  /** The symptom in one short sentence, in your own words. */
  readonly symptom: string | null;
  /** Output tokens of the reply; `some`: more than 0, without a number. */
  readonly outputTokens: number | "some" | null;
  /** Region of the provider, e.g. `us-east-1`. */
  readonly region: string | null;
  /** The day on which it was seen, or else reported; `YYYY-MM-DD`. */
  readonly date: string;
};

/**
 * A divergence that is expected today. It covers the cell of `model`, `scenario`, and either one `target` (its id) or
 * every target of `provider` and `api`. `expires`: the first day on which it excuses nothing.
 */
export type KnownDivergence = {
  readonly model: string;
  readonly target: string | null;
  readonly provider: string | null;
  readonly api: Api | null;
  readonly scenario: string;
  /** The finding that is expected, e.g. `empty-reply`; null: any of `check`. */
  readonly finding: string | null;
  /** The check that is expected to fail, e.g. `stream/finish-once`; null: any that raises `finding`. */
  readonly check: string | null;
  /** What a large enough sample is expected to claim; null: `fail` and `flaky` are both expected. */
  readonly claim: "fail" | "flaky" | null;
  /** Web address of the bug report. */
  readonly bug: string;
  /** What the bug report shows, so that a reader can hold it against the cell; null: the entry does not say. */
  readonly shows: ShownByReport | null;
  /** `YYYY-MM-DD`. */
  readonly since: string;
  readonly expires: string;
  readonly note: string | null;
  /** The place of the entry: `scenarios/known.yaml:4:5`. */
  readonly place: string;
};
