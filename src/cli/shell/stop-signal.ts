import { log } from "./print.js";

/**
 * An abort signal for Ctrl-C and SIGTERM. The first lets what is under way end and reports what there is; the second
 * stops at once. `exitCode()` is 130 or 143 after a signal, else null.
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
    log(`llm-parity: ${name}: finishing; once more stops at once`);
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
