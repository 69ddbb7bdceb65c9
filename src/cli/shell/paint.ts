import type { Paint } from "../../report/terminal/paint.js";
import { sanitise } from "./print.js";

/** Colours for a stream. What a cell quotes from a service (an upstream's name) is sanitised first. */
export async function paintFor(stream: NodeJS.WriteStream): Promise<Paint> {
  if (!usesColour(stream, process.env)) return plainPaint;
  const { default: colours } = await import("picocolors");
  const { green, red, yellow, dim, bold } = colours.createColors(true);
  return {
    good: (text) => green(sanitise(text)),
    bad: (text) => red(sanitise(text)),
    warn: (text) => yellow(sanitise(text)),
    dim: (text) => dim(sanitise(text)),
    strong: (text) => bold(sanitise(text)),
    plain: sanitise,
  };
}

const plainPaint: Paint = {
  ...{ good: sanitise, bad: sanitise, warn: sanitise },
  ...{ dim: sanitise, strong: sanitise, plain: sanitise },
};

/** True for a terminal that is not dumb, without `NO_COLOR`; `FORCE_COLOR` overrides. */
function usesColour(stream: { readonly isTTY?: boolean | undefined }, environment: NodeJS.ProcessEnv): boolean {
  const force = environment["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  const forbidden = environment["NO_COLOR"];
  if (forbidden !== undefined && forbidden !== "") return false;
  return stream.isTTY === true && environment["TERM"] !== "dumb";
}
