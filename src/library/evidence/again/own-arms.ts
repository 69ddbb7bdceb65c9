import type { Target } from "../../../chat/target.js";
import { UsageError } from "../../usage-error.js";
import { type AgainArm, type ArmPair, armsOf } from "./again-arm.js";
import { type OwnTargetOptions, ownTarget } from "./own-target.js";

/** Puts our own targets in the place of those that a bundle names. Throws a UsageError as {@link ownTarget} does, and for a --base-url that fits neither or both in different ways. */
export function ownArms(pair: ArmPair, options: OwnTargetOptions): ArmPair {
  const own = (arm: AgainArm): AgainArm => ({ ...arm, target: ownTarget(arm.target, options) });
  const trusted = { failing: own(pair.failing), working: pair.working === null ? null : own(pair.working) };
  if (options.baseUrl !== null) checkBaseUrl(options.baseUrl, pair, trusted);
  return trusted;
}

function checkBaseUrl(baseUrl: string, pair: ArmPair, own: ArmPair): void {
  const isUsed = (target: Target) => target.baseUrl === baseUrl.replace(/\/+$/, "");
  const moved = armsOf(pair).filter((_, at) => {
    const target = armsOf(own)[at]?.target;
    return target !== undefined && isUsed(target);
  });
  if (moved.length === 0) {
    throw new UsageError("--base-url has no effect: both requests go to the addresses of our own files", {
      hint: "Drop it.",
    });
  }
  const theirs = new Set(moved.map(({ target }) => target.baseUrl));
  if (theirs.size < 2) return;
  throw new UsageError("the two requests were sent to two addresses, and --base-url can replace only one", {
    hint: "Describe the providers in a models file, and give it with --models.",
  });
}
