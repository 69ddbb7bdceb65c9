import { provenAt } from "../../attribution/attribution.js";
import type { Counted } from "../../experiment/proof/contrast.js";
import type { ControlProof } from "./control-proof.js";

/** What the proof of the control side says: its result, and the numbers that it rests on. */
export function controlSentence(proof: ControlProof): string {
  const { decision, standing, refused, callsNeeded } = proof;
  const { left, right, evidence, rounds } = standing;
  const pairs = `${rounds} ${rounds === 1 ? "pair" : "pairs"} asked in turns`;
  const counts = `in ${pairs}, what is left failed ${share(left)}, the control ${share(right)}; e-value ${shown(evidence)}, ${provenAt} is needed`;
  switch (decision) {
    case "proved":
      return `the control is better: ${counts}.`;
    case "fails-too":
      return `the control fails too: ${counts}.`;
    case "refused":
      return refused?.side === "failing"
        ? `open: the service refused what is left (call ${refused.call}).`
        : `open: the control refuses what is left (call ${refused?.call ?? "unknown"}).`;
    case "open":
      return `open: ${counts}.${callsNeeded === null ? "" : ` About ${callsNeeded} more calls would tell.`}`;
  }
}

function share({ bad, eligible, interval: [low, high] }: Counted): string {
  return `${bad} of ${eligible} times (${percent(low)} to ${percent(high)})`;
}

function percent(rate: number): string {
  return `${Math.round(100 * rate)} %`;
}

function shown(evidence: number): string {
  return evidence >= 1000 ? evidence.toExponential(1) : String(Number(evidence.toPrecision(3)));
}
