import { log } from "./print.js";

/**
 * An abort signal for Ctrl-C and SIGTERM. After the first signal, the trials under way end and the results so far are
 * reported; the second exits at once. `exitCode()` is 130 or 143 after a signal, else null.
 */
export function watchSignals(): {
  readonly signal: AbortSignal;
  readonly exitCode: () => number | null;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  let code: number | null = null;
  const onSignal = (name: "SIGINT" | "SIGTERM"): void => {
    const own = name === "SIGINT" ? 130 : 143;
    if (code !== null) process.exit(own);
    code = own;
    log(`llm-parity: ${name}: finishing; send it again to stop at once`);
    controller.abort(new DOMException(`stopped by ${name}`, "AbortError"));
  };
  const onInterrupt = (): void => onSignal("SIGINT");
  const onTerminate = (): void => onSignal("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    exitCode: () => code,
    stop: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
