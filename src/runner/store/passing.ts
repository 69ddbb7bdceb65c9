import type { Transcript } from "../../transcript/transcript.js";

/** Kinds of failures that may be gone the next time, whatever is asked. */
const passingKinds: readonly string[] = [
  "credentials",
  "model-access",
  "quota",
  "throttled",
  "network",
  "unavailable",
  "timeout",
  "aborted",
];

/** True for a trial that was not answered for a reason that passes: it may be asked again. */
export function isPassing({ turns, notRun }: Transcript): boolean {
  if (notRun !== null) return ["budget", "credentials", "column-stopped"].includes(notRun.kind);
  const failure = turns.at(-1)?.reply.failure ?? null;
  return failure !== null && failure.phase !== "body" && passingKinds.includes(failure.kind);
}
