import type { AnswerFault } from "./fault.js";
import { answerFaults } from "./fault.js";
import {
  type BodyFault,
  type Fault,
  idsOf,
  isProbeFault,
  type ProbeFault,
  type RefusingFault,
  refusingFaults,
} from "./wire-fault.js";

/** The faults of one request, grouped by the phase in which they apply. */
export type FaultsByPhase = {
  /** How the service meets what it must refuse; null: it refuses. */
  readonly probe: ProbeFault | null;
  readonly refusing: readonly RefusingFault[];
  readonly answer: readonly AnswerFault[];
  readonly body: readonly BodyFault[];
};

/** Groups faults by phase, in their given order. */
export function byPhase(faults: readonly Fault[]): FaultsByPhase {
  const rest = faults.filter((fault) => !isAnswerFault(fault));
  return {
    probe: rest.find(isProbeFault) ?? null,
    refusing: rest.filter(isRefusingFault),
    answer: faults.filter(isAnswerFault),
    body: rest.filter(isBodyFault),
  };
}

const answerIds = new Set(idsOf(answerFaults));
const refusingIds = new Set(idsOf(refusingFaults));

function isAnswerFault(fault: Fault): fault is AnswerFault {
  return answerIds.has(fault.fault);
}

function isRefusingFault(fault: Fault): fault is RefusingFault {
  return refusingIds.has(fault.fault);
}

function isBodyFault(fault: Fault): fault is BodyFault {
  return !answerIds.has(fault.fault) && !refusingIds.has(fault.fault) && !isProbeFault(fault);
}
