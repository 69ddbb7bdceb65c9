import type { FindingCount, Verdict } from "../verdict/verdict.js";
import { glyphOf } from "./glyph.js";

/** A cell on one line: sign, k of n, exclusions and bad findings, as in `✗ 0/1 empty-reply (silent)`. */
export function cellText(verdict: Verdict | null): string {
  if (verdict === null) return "– not run";
  const bad = badFindings(verdict).map(findingText);
  const words = [glyphOf(verdict), countsText(verdict), reasonText(verdict), ...bad, noteMark(verdict)];
  return words.filter((word) => word !== "").join(" ");
}

/** `8/10 (+5 throttled)`, or the counts of each upstream where there are several; empty without an eligible trial. */
export function countsText({ trials, upstreams }: Pick<Verdict, "trials" | "upstreams">): string {
  if (trials.eligible === 0) return "";
  const excluded = Object.entries(trials.excluded).map(([reason, n]) => `+${n} ${reason}`);
  const counts = `${trials.ok}/${trials.eligible}`;
  const byUpstream = Object.entries(upstreams);
  if (byUpstream.length > 1) {
    return `mixed: ${byUpstream.map(([name, [ok, eligible]]) => `${name} ${ok}/${eligible}`).join(", ")}`;
  }
  return excluded.length === 0 ? counts : `${counts} (${excluded.join(", ")})`;
}

/** `· note`: something was found that makes no trial fail; empty without it. */
function noteMark({ findings }: Pick<Verdict, "findings">): string {
  return findings.some(({ severity }) => severity === "note") ? "· note" : "";
}

/** True where the reason says more than that something is not offered. */
function isNamed(reason: string | null): boolean {
  return reason !== null && reason !== "unsupported";
}

/** The findings that made trials bad, most frequent first. */
export function badFindings(verdict: Verdict): readonly FindingCount[] {
  return verdict.findings.filter(({ severity }) => severity === "bad");
}

/** `empty-reply (silent)`, with its count where it is more than one. */
export function findingText({ id, cause, n }: Pick<FindingCount, "id" | "cause" | "n">): string {
  const named = cause === null ? id : `${id} (${cause})`;
  return n > 1 ? `${named} ×${n}` : named;
}

function reasonText(verdict: Verdict): string {
  switch (verdict.observed) {
    case "blocked":
      return `blocked: ${verdict.reason ?? "unknown"}`;
    case "unsupported":
      return isNamed(verdict.reason) ? `unsupported: ${verdict.reason}` : "unsupported";
    case "not-run":
      return verdict.reason === null ? "not run" : `not run: ${verdict.reason}`;
    default:
      return "";
  }
}
