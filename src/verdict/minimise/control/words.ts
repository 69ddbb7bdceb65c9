import { provenAt } from "../../attribution/attribution.js";
import type { ControlProof } from "./control-proof.js";

/** What the proof of the control side says; one or two sentences. `says`: the control, in words. */
export function controlSentence(says: string, proof: ControlProof): string {
  const { decision, standing, refused, callsNeeded } = proof;
  const { left, right, evidence, rounds } = standing;
  const counts = `in ${rounds} ${rounds === 1 ? "pair" : "pairs"} asked in turns, what is left failed ${left.bad} times, the control ${right.bad} times (e-value ${shown(evidence)})`;
  switch (decision) {
    case "proved":
      return `${says} is better: ${counts}.`;
    case "fails-too":
      return `${says} is no control of what is left, since it fails too: ${counts}.`;
    case "refused":
      return refused?.side === "failing"
        ? `open, since the service refused what is left (call ${refused.call}).`
        : `open, since ${says} refuses what is left (call ${refused?.call ?? "unknown"}).`;
    case "open":
      return `open, since ${counts}, and ${provenAt} is needed${callsNeeded === null ? "" : `: about ${callsNeeded} more calls`}. The control is ${says}.`;
  }
}

function shown(evidence: number): string {
  return evidence >= 1000 ? evidence.toExponential(1) : String(Number(evidence.toPrecision(3)));
}
