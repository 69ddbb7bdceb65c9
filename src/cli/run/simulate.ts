import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { type SimulateOptions, startSimulator } from "../../library/start-simulator.js";
import { log, print } from "../shell/print.js";
import { watchSignals } from "../shell/stop-signal.js";

/** `llm-parity simulate`: serves until it is stopped; the first line of standard output is the URL. */
export async function simulate(options: SimulateOptions): Promise<ExitCode | number> {
  const served = await startSimulator({ ...options, log });
  // Before the URL is printed: its reader may stop us at once.
  const signals = watchSignals();
  print(served.url);
  log(`profile ${served.profile}: its replies say nothing about any vendor. Ctrl-C stops it.`);
  if (options.checkCredentials)
    log("Keys and signatures are checked: `llm-parity simulate --help` has the keys to use.");
  await new Promise<void>((resolve) => signals.signal.addEventListener("abort", () => resolve(), { once: true }));
  await served.close();
  signals.stop();
  return signals.exitCode() ?? exitCodes.fine;
}
