import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import type { Ended } from "../../library/experiment/after-call.js";
import { UsageError } from "../../library/usage-error.js";

/** The options that say who is asked, and what it may cost. */
export type WhoIsAsked = {
  readonly live?: true;
  readonly simulator?: string;
  readonly maxCost?: number;
  readonly plan?: true;
  readonly baseUrl?: string;
};

/** Throws UsageError where nothing says who is asked, where a live experiment has no limit, and for options without effect. */
export function refuseUnclear({ live, simulator, maxCost, plan, baseUrl }: WhoIsAsked): void {
  if (simulator !== undefined && baseUrl !== undefined) {
    throw new UsageError("--base-url has no effect with --simulator", { hint: "Drop it." });
  }
  if (live !== true && maxCost !== undefined) {
    throw new UsageError("--max-cost has no effect without --live", { hint: "Drop it, or add --live." });
  }
  if (plan === true) return;
  if (live !== true && simulator === undefined) {
    throw new UsageError("say where to send the requests: --live or --simulator URL", {
      hint: "--live asks the services with your keys, and needs --max-cost; --plan sends nothing.",
    });
  }
  if (live === true && maxCost === undefined) {
    throw new UsageError("--live needs --max-cost", {
      hint: "Look at the price with --plan, then add --max-cost USD.",
    });
  }
}

/** How an experiment goes on, as it is typed. `mark` null: the services were asked. */
export function askedHow(mark: string | null): string {
  return mark === null ? "--live --max-cost USD" : "--simulator URL";
}

/** Who was asked before, where it is not who is to be asked now; null: it is. `mark` null: the services were. */
export function otherAsked(mark: string | null, simulator: string | undefined): string | null {
  if ((mark === null) === (simulator === undefined)) return null;
  return mark === null ? "asked the services, not a simulator" : "asked a simulator, not the services";
}

/** The exit code of an experiment that ended without a result and without a signal. */
export function codeOf(ended: Ended | null): ExitCode {
  return ended?.kind === "credentials" ? exitCodes.credentials : exitCodes.unmeasured;
}
