import type { Measured } from "../../../router/choose/measured.js";
import type { RoutedModel } from "../../../router/config/router-config.js";
import { changeLines } from "./change-lines.js";
import type { EvidenceSource, Reading } from "./reading.js";

type Following = {
  readonly models: readonly RoutedModel[];
  readonly maxAgeDays: number;
  /** The files are looked at no sooner than so many milliseconds after the last look. */
  readonly checkEveryMs: number;
  readonly onWarning: (sentence: string) => void;
};

/**
 * Reads evidence, and gives it to each request: after a change of its files, as they are then. It looks when it is asked, so that a router
 * without requests does nothing. What cannot be read any more leaves the router with what it has, and is said once. Throws HintedError for
 * evidence that cannot be read at the start.
 */
export function followEvidence(source: EvidenceSource, following: Following): () => Measured {
  const { models, maxAgeDays, checkEveryMs, onWarning } = following;
  let stamp = source.stamp();
  let reading = source.read();
  let checkedMs = performance.now();
  if (reading === null) onWarning(`there is no ${source.place}: nothing is measured, so no model is excluded`);
  const say = (before: Reading | null, after: Reading) => {
    const old = new Set(before?.warnings ?? []);
    for (const line of after.warnings) if (!old.has(line)) onWarning(line);
    for (const line of changeLines(models, { before, after, now: new Date() })) onWarning(line);
  };
  if (reading !== null) say(null, reading);

  function look(): void {
    try {
      const now = source.stamp();
      if (now === stamp) return;
      // Taken before the reading: what is written meanwhile is read the next time.
      stamp = now;
      const next = source.read();
      if (next === null) onWarning(`${source.place} is gone: the router keeps what it has read`);
      else {
        onWarning(`read ${source.place} again`);
        say(reading, next);
        reading = next;
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      onWarning(`${source.place} was not read again; the router keeps what it has read: ${message}`);
    }
  }

  return () => {
    if (performance.now() - checkedMs >= checkEveryMs) {
      look();
      checkedMs = performance.now();
    }
    return reading?.measured ?? { cells: [], maxAgeDays };
  };
}
