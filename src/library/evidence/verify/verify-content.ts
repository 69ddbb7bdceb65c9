import { quote } from "../../../verdict/compare-text.js";
import type { Material } from "../../../verdict/evidence/material.js";
import { makeBundle } from "../bundle-files.js";
import { type BundleFiles, type BundleSources, readSources } from "../bundle-sources.js";
import type { Disagreement } from "../derive/check-readings.js";
import { type Problem, problemOf } from "../problem.js";
import { BundleError } from "../source-json.js";
import { brokenExperiment } from "./broken-experiment.js";
import { brokenNumbers } from "./broken-numbers.js";
import { brokenPatch } from "./broken-patch.js";
import { brokenRechecks } from "./broken-rechecks.js";

/** What checking the content of a bundle gave. `material` null: the sources could not be read. */
export type CheckedContent = {
  readonly problems: readonly Problem[];
  /** What a reader should know, and is no fault: one sentence each. */
  readonly notes: readonly string[];
  readonly material: Material | null;
};

/**
 * Computes everything in a bundle anew from its sources: bytes are decoded, verdicts, numbers, e-value and pages made, and each file is
 * compared with the one that is there. `program`: our version; pages of another version are not compared, since their words may
 * differ, but every number in them is. Never throws: a bundle that breaks a computation is at fault.
 */
export async function verifyContent(files: BundleFiles, program: string): Promise<CheckedContent> {
  try {
    const sources = readSources(files);
    const isOurs = sources.facts.program === program;
    const { files: made, material, readings } = await makeBundle(sources);
    return {
      problems: [
        ...differences(files, made, isOurs),
        ...misreadings(readings),
        ...brokenNumbers(files, material.claims),
        ...brokenPatch(files),
        ...(await brokenExperiment(sources)),
        ...(await brokenRechecks(files, sources)),
      ],
      notes: isOurs ? [] : [otherVersion(sources, program)],
      material,
    };
  } catch (error) {
    return { problems: [faultOf(error)], notes: [], material: null };
  }
}

function faultOf(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BundleError) return { path: null, says: quote(message) };
  return { path: null, says: `The bundle could not be recomputed: ${quote(message)}` };
}

function otherVersion({ facts }: BundleSources, program: string): string {
  return `It was made by llm-parity ${facts.program}, and this is ${program}: only the numbers of its pages were recomputed, not the pages.`;
}

/** Files whose words may differ between two versions of the program. */
function isWorded(path: string): boolean {
  return path.endsWith(".md") || path.startsWith("twins/") || path === "attribution.json";
}

function differences(files: BundleFiles, made: BundleFiles, isOurs: boolean): readonly Problem[] {
  const changed = [...made].flatMap(([path, bytes]): readonly Problem[] => {
    const there = files.get(path);
    if (!isOurs && isWorded(path)) return [];
    if (there === undefined) return [problemOf(path, "is missing, although it follows from the other files")];
    return Buffer.compare(there, bytes) === 0 ? [] : [problemOf(path, "is not what follows from the other files")];
  });
  const more = [...files.keys()].filter((path) => !made.has(path) && !isGrown(path) && (isOurs || !isWorded(path)));
  return [...changed, ...more.map((path) => problemOf(path, "does not follow from the other files"))];
}

/** Files that a bundle has beside what it is made of. */
function isGrown(path: string): boolean {
  return path === "SHA256SUMS" || path.startsWith("rechecks/");
}

/** Replies that our own decoders, which wrote the transcript, now read in another way. The official SDK may differ: `readings.json` says where. */
function misreadings(readings: readonly Disagreement[]): readonly Problem[] {
  return readings.flatMap(({ file, trial, step, client, says }) =>
    client === "sdk" && !says.some(isForged)
      ? []
      : [
          problemOf(
            `wire/${file}`,
            `and its transcript differ in trial ${trial}, step ${step}: ${quote(says.join("; "))}`,
          ),
        ],
  );
}

/** No client explains another request, or bytes that are not there. */
function isForged(says: string): boolean {
  return /^(?:the request is|its bytes|startedAt:|requestId:|host:|path:)/.test(says);
}
