import type { Paint } from "../../report/terminal.js";
import { sanitise } from "./print.js";

/** Colours for a stream. What a cell quotes from a service (an upstream's name) is sanitised first. */
export async function paintFor(stream: NodeJS.WriteStream): Promise<Paint> {
  if (!usesColour(stream, process.env)) return { good: sanitise, bad: sanitise, dim: sanitise, plain: sanitise };
  const { default: colours } = await import("picocolors");
  const { green, red, dim } = colours.createColors(true);
  return {
    good: (text) => green(sanitise(text)),
    bad: (text) => red(sanitise(text)),
    dim: (text) => dim(sanitise(text)),
    plain: sanitise,
  };
}

/** True for a terminal that is not dumb, without `NO_COLOR`; `FORCE_COLOR` overrides. */
function usesColour(stream: { readonly isTTY?: boolean | undefined }, environment: NodeJS.ProcessEnv): boolean {
  const force = environment["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  const forbidden = environment["NO_COLOR"];
  if (forbidden !== undefined && forbidden !== "") return false;
  return stream.isTTY === true && environment["TERM"] !== "dumb";
}
