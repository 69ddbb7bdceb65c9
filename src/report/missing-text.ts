import type { MissingControl } from "../verdict/attribution/attribution.js";
import { counted } from "./counted.js";

/** `It separates the provider from the model (about 10 calls).`: what a missing control does, and its price. */
export function missingText({ tells, calls }: Pick<MissingControl, "tells" | "calls">): string {
  return `It ${tells} (about ${counted(calls, "call")}).`;
}
