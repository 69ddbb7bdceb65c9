import type { Api } from "../chat/api.js";

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
  /** `YYYY-MM-DD`. */
  readonly since: string;
  readonly expires: string;
  readonly note: string | null;
  /** The place of the entry: `scenarios/known.yaml:4:5`. */
  readonly place: string;
};
