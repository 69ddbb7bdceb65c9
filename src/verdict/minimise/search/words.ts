import { unreachable } from "../../../chat/unreachable.js";
import type { Stay } from "./fixed-point.js";
import { errors, keptShare } from "./options.js";
import type { Counted, MinimiseResult } from "./result.js";

/** What the result claims, how surely, and what it rests on; a sentence each. */
export function claimSentences(result: MinimiseResult): readonly string[] {
  return [...endingSentences(result), ...noteSentences(result)];
}

/** Why a part is still there, in one sentence. */
export function stayInWords({ unit, because, tried }: Stay): string {
  const counted = tried === null || tried.eligible === 0 ? "" : ` (failed in ${share(tried)})`;
  switch (because) {
    case "cures":
      return `${unit.says}: without it the failure is gone${counted}`;
    case "refused":
      return `${unit.says}: without it the service refuses the request (call ${tried?.refusedAt ?? "unknown"})`;
    case "around":
      return `${unit.says}: something inside it stays`;
    case "invalid":
      return `${unit.says}: without it there is no request that can be sent`;
    case "untried":
      return tried === null
        ? `${unit.says}: not tried without it`
        : `${unit.says}: not decided whether it is needed${counted}`;
    default:
      return unreachable(because);
  }
}

function endingSentences(result: MinimiseResult): readonly string[] {
  const { ending, rate, own, keeps, calls, callsNeeded, stays, units, removed } = result;
  const size = `${removed.length === 0 ? "Nothing" : `${removed.length} ${plural(removed.length, "part")}`} could be removed`;
  switch (ending) {
    case "fixed-point": {
      const singles = stays.filter(({ because }) => because === "cures").length;
      const refused = stays.filter(({ because }) => because === "refused").length;
      return [
        singles === 0
          ? "Fixed point: no part is left whose removal could end the failure."
          : `Fixed point: no single removal keeps ${percent(keptShare)} of the failure rate. Without ${singles === 1 ? "the one smallest part that is left" : `any one of the ${singles} smallest parts that are left`}, the request fails in less than ${percent(keeps)} of calls, each at ${confidence(errors.fixedPoint.wrongCures)}.`,
        ...(refused === 0
          ? []
          : [
              `${refused} more ${plural(refused, "part")} cannot be removed: the service refuses the request without ${refused === 1 ? "it" : "them"}.`,
            ]),
        `What is left failed in ${share(own)} made after the search; the whole request failed in ${share(rate)}.`,
        `${size}; ${stays.length} of ${units} units are left.`,
      ];
    }
    case "spent":
      return [
        `Not a fixed point: the budget ended after ${calls} calls. About ${callsNeeded ?? 0} more are needed.`,
        removed.length === 0
          ? `No smaller request was proven to fail; the whole one failed in ${share(rate)}.`
          : `This is the smallest request that was proven to fail (${share(own)}; the whole request: ${share(rate)}). ${size}; ${stays.length} of ${units} units are left.`,
      ];
    case "too-rare":
      return [
        rate.bad === 0
          ? `The request did not fail in ${rate.eligible} calls, so there is nothing to minimise.`
          : `The request failed in ${share(rate)}: too seldom to minimise it.`,
      ];
    case "refused":
      return ["The service refuses the request as it is, so there is nothing to minimise."];
    case "rate-changed":
      return [
        `The failure changed meanwhile: the request failed in ${share(rate)} at the beginning, and in ${share(own)} at the end. Run it again when the rate is steady.`,
        ...(removed.length === 0
          ? []
          : [`${size}: the smaller request was proven to fail before that. It is not a fixed point.`]),
      ];
    default:
      return unreachable(ending);
  }
}

function noteSentences({ voids, elsewhere, isSteady }: MinimiseResult): readonly string[] {
  return [
    voids === 0 ? null : `${voids} ${plural(voids, "call")} showed nothing and did not count.`,
    elsewhere === 0
      ? null
      : `${elsewhere} ${plural(elsewhere, "call")} did not count, since another upstream served them.`,
    isSteady ? "The first replies are identical word for word, although each request had its own nonce." : null,
  ].filter((sentence) => sentence !== null);
}

function share({ bad, eligible }: Counted): string {
  return `${bad} of ${eligible} ${plural(eligible, "call")}`;
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}

function percent(rate: number): string {
  return `${Math.round(100 * rate)} %`;
}

function confidence(error: number): string {
  return `${Number((100 * (1 - error)).toFixed(2))} %`;
}
