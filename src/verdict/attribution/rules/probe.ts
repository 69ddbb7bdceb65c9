import { isGateway } from "../places.js";
import type { Rule } from "./rule.js";

/** A probe asks for a refusal. Who does not give it, or breaks on it, is the service that was asked. */
export const probed: Rule = {
  id: "probe",
  says: "A request that must be refused was answered, billed, or met with an error of the service: `provider-translation`, since the service that takes a request is the one that checks it.",
  source: "the scenario's expectation of a refusal, 2026-11-29",
  conclude: ({ failing: { findings, symptom, sample } }) => {
    if (findings.length === 0 || findings.some((id) => !id.startsWith("probe-"))) return null;
    return {
      party: "provider-translation",
      sentence: `The request breaks a rule on purpose, and was sent as it stands in the scenario: ${symptom}.`,
      uses: [],
      ...(isGateway(sample.place)
        ? { but: ["A gateway may leave such checks to its upstream, which is not known here."] }
        : {}),
    };
  },
};
