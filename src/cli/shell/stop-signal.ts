import { log } from "./print.js";

type SignalName = "SIGINT" | "SIGTERM";

/** `exitCode()` is 130 or 143 after a signal, else null. `stop` ends the watching. */
export type StopSignal = {
  /** Aborts with the first signal. */
  readonly signal: AbortSignal;
  readonly exitCode: () => number | null;
  readonly stop: () => void;
};

/** `abort`: aborts with the second signal. */
export type AskingStopSignal = StopSignal & { readonly abort: AbortSignal };

/** Ctrl-C and SIGTERM for a command that ends soon once it is to stop. The second signal exits at once. */
export function watchSignals(): StopSignal {
  const first = new AbortController();
  return watch([[first, "finishing; send it again to stop at once"]], { signal: first.signal });
}

/**
 * The same for a command that asks services. The first signal is for what has not started, the second for what is under way; the third exits
 * at once. `firstSays`: what the first signal does, in words.
 */
export function watchAskingSignals(
  firstSays = "nothing new is started, and the report follows when the trials under way have ended",
): AskingStopSignal {
  const [first, second] = [new AbortController(), new AbortController()];
  const steps: readonly Step[] = [
    [first, `${firstSays}; send it again to abort them`],
    [second, "what is under way is aborted; send it again to stop at once"],
  ];
  return watch(steps, { signal: first.signal, abort: second.signal });
}

type Step = readonly [controller: AbortController, text: string];

function watch<Signals extends object>(
  steps: readonly Step[],
  signals: Signals,
): Signals & Pick<StopSignal, "exitCode" | "stop"> {
  let code: number | null = null;
  let received = 0;
  const onSignal = (name: SignalName): void => {
    const step = steps[received];
    received += 1;
    code ??= name === "SIGINT" ? 130 : 143;
    if (step === undefined) process.exit(code);
    log(`llm-parity: ${name}: ${step[1]}`);
    step[0].abort(new DOMException(`stopped by ${name}`, "AbortError"));
  };
  const onInterrupt = (): void => onSignal("SIGINT");
  const onTerminate = (): void => onSignal("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    ...signals,
    exitCode: () => code,
    stop: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
