import type { Finding, TrialVerdict } from "../verdict.js";

/** Findings that show a service that is down, by their causes. What follows a finish is none: the reply was whole. */
const signs: { readonly [id in Finding["id"]]?: readonly string[] } = {
  truncated: ["before-content", "inside-content"],
  stalled: ["before-content", "inside-content"],
  "midstream-error": ["unavailable", "throttled", "timeout"],
  "error-in-200": ["unavailable", "throttled", "timeout"],
  "model-error": ["timeout"],
};

/** True for a bad trial that shows nothing but a service that is down: an error 5xx inside a 200, a time-out, a cut. */
export function isUnavailable({ outcome, findings }: Pick<TrialVerdict, "outcome" | "findings">): boolean {
  const bad = findings.filter(({ severity }) => severity === "bad");
  return outcome === "bad" && bad.length > 0 && bad.every(isSign);
}

function isSign({ id, cause }: Finding): boolean {
  return signs[id]?.includes(cause ?? "") ?? false;
}
