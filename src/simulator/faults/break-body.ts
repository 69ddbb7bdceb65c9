import type { Behaviour } from "../profile.js";
import type { Draft } from "../write/piece.js";
import { bytesUpTo, piecesBefore } from "./place-in-body.js";
import type { BodyFault } from "./wire-fault.js";

/** One step of a body, or before its headers. `stall` lasts until the caller aborts. */
export type BodyStep =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "stall" }
  | { readonly kind: "break"; readonly as: "closed" | "reset" };

/** The steps before the headers of a response, and those of its body. */
export type BodyPlan = { readonly beforeHeaders: readonly BodyStep[]; readonly body: readonly BodyStep[] };

/** Plans the steps of a body and applies transport faults. If several faults cut the body, the first one counts. */
export function breakBody(draft: Draft, faults: readonly BodyFault[], { delays }: Behaviour): BodyPlan {
  const cut = faults.map((fault) => cutBody(draft, fault)).find((steps) => steps !== null);
  const body = cut ?? draft.pieces.map(({ bytes }) => bytesStep(bytes));
  const rechunk = faults.find((fault) => fault.fault === "rechunk");
  const slow = faults.find((fault) => fault.fault === "slow") ?? delays;
  const stalls = faults.some((fault) => fault.fault === "stall" && fault.at === "before-headers");
  return {
    beforeHeaders: [...waitStep(slow.firstByteMs), ...(stalls ? [{ kind: "stall" } as const] : [])],
    body: spaced(rechunk === undefined ? body : rechunked(body, rechunk.bytes), slow.betweenChunksMs),
  };
}

function cutBody(draft: Draft, fault: BodyFault): readonly BodyStep[] | null {
  switch (fault.fault) {
    case "truncated": {
      const kept = fault.bytes === null ? bytesUpTo(draft.pieces, fault.at) : firstBytes(draft, fault.bytes);
      const end: readonly BodyStep[] = fault.how === "end" ? [] : [{ kind: "break", as: fault.how }];
      return [...kept.map(bytesStep), ...end];
    }
    case "reset":
      return [...bytesUpTo(draft.pieces, fault.at).map(bytesStep), { kind: "break", as: "reset" }];
    case "stall": {
      if (fault.at === "before-headers") return null;
      const kept = draft.pieces.slice(0, piecesBefore(draft.pieces, fault.at));
      const whole = kept.filter(({ mark }) => mark !== "whole");
      return [...whole.map(({ bytes }) => bytesStep(bytes)), { kind: "stall" }];
    }
    default:
      return null;
  }
}

function firstBytes({ pieces }: Draft, count: number): readonly Uint8Array[] {
  const kept: Uint8Array[] = [];
  let left = count;
  for (const { bytes } of pieces) {
    if (left <= 0) break;
    kept.push(bytes.subarray(0, left));
    left -= bytes.length;
  }
  return kept;
}

function rechunked(steps: readonly BodyStep[], size: number): readonly BodyStep[] {
  return steps.flatMap((step) => {
    if (step.kind !== "bytes") return [step];
    const count = Math.ceil(step.bytes.length / size);
    return Array.from({ length: count }, (_, index) =>
      bytesStep(step.bytes.subarray(index * size, (index + 1) * size)),
    );
  });
}

function spaced(steps: readonly BodyStep[], ms: number): readonly BodyStep[] {
  return steps.flatMap((step, index) => (index === 0 ? [step] : [...waitStep(ms), step]));
}

function waitStep(ms: number): readonly BodyStep[] {
  return ms === 0 ? [] : [{ kind: "wait", ms }];
}

function bytesStep(bytes: Uint8Array): BodyStep {
  return { kind: "bytes", bytes };
}
