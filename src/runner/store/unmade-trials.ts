import type { Transcript } from "../../transcript/transcript.js";
import { isInShard } from "../shard.js";
import type { RunFacts } from "./run-facts.js";

/** The trials of a case that were made. */
type MadeOf = (one: RunFacts["cases"][number]) => readonly Pick<Transcript, "notRun">[];

/** How many trials a run has planned and not made. 0 for a run whose trials a test stops. */
export function unmadeTrials({ cases, shard, sequential, screenTrials }: RunFacts, madeOf: MadeOf): number {
  if (sequential !== null) return 0;
  return cases
    .filter((one) => isInShard(one, shard))
    .reduce((sum, one) => sum + unmadeOf(one.trials, screenTrials ?? one.trials, madeOf(one)), 0);
}

/** `screen`: the trials that every case gets. A case with more of them is a suspect, and gets all that were planned. */
function unmadeOf(planned: number, screen: number, made: ReturnType<MadeOf>): number {
  // One trial says of the whole case that it is not supported, or has no key.
  const kind = made[0]?.notRun?.kind;
  if (kind === "unsupported" || kind === "credentials") return 0;
  return (made.length > screen ? planned : Math.min(screen, planned)) - made.length;
}
