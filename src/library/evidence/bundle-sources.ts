import type { Scenario } from "../../scenario/scenario.js";
import { checkTranscript, encodeTranscript } from "../../transcript/serialise.js";
import type { Transcript } from "../../transcript/transcript.js";
import { type ClientViews, clientViewsSchema } from "../../verdict/client-views/client-views.js";
import { type CaseFacts, caseFactsSchema } from "../../verdict/evidence/case-facts.js";
import { type AgainCall, againCallSchema } from "../../verdict/evidence/experiment-result.js";
import { type HarFile, readHar, writeHar } from "../../wire/har/har.js";
import { bytesAt, jsonLines, jsonText, parseFile, parseLines, planSchema, scenarioList } from "./source-json.js";

/** Asked again while the bundle was made: the plan, the calls, and their exchanges. */
export type Experiment = {
  readonly plan: { readonly pairs: number; readonly seed: number; readonly askedAt: string };
  readonly calls: readonly AgainCall[];
  readonly exchanges: HarFile;
};

/** What a bundle is made from. Every other file of it follows from these, so that it can be made again and compared. */
export type BundleSources = {
  readonly facts: CaseFacts;
  readonly scenarios: readonly Scenario[];
  readonly transcripts: readonly Transcript[];
  /** File name in `wire/` → the exchanges of a cell. */
  readonly recordings: ReadonlyMap<string, HarFile>;
  readonly clientViews: ClientViews | null;
  readonly experiment: Experiment | null;
};

/** The files of a bundle: path → bytes. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

/** The paths of the files that hold the sources. */
export const sourcePaths = {
  facts: "case.json",
  scenarios: "scenarios.json",
  transcripts: "transcripts.jsonl",
  recordings: "wire/",
  clientViews: "client-views.json",
  plan: "experiment/plan.json",
  calls: "experiment/calls.jsonl",
  exchanges: "experiment/exchanges.har",
} as const;

/**
 * The sources as files, members in the order in which a reader keeps them: a bundle that is read and written again has the same bytes.
 * Throws HarError for an exchange that must not be stored.
 */
export function writeSources(sources: BundleSources): BundleFiles {
  const { facts, scenarios, transcripts, recordings, clientViews, experiment } = sources;
  const texts: readonly (readonly [path: string, text: string])[] = [
    [sourcePaths.facts, jsonText(caseFactsSchema().parse(facts))],
    [sourcePaths.scenarios, jsonText(scenarios)],
    [sourcePaths.transcripts, transcripts.map(transcriptLine).join("")],
    ...[...recordings].map(([name, har]) => [`${sourcePaths.recordings}${name}`, writeHar(har)] as const),
    ...(clientViews === null
      ? []
      : [[sourcePaths.clientViews, jsonText(clientViewsSchema().parse(clientViews))] as const]),
    ...(experiment === null
      ? []
      : [
          [sourcePaths.plan, jsonText(planSchema.parse(experiment.plan))] as const,
          [sourcePaths.calls, jsonLines(experiment.calls.map((call) => againCallSchema.parse(call)))] as const,
          [sourcePaths.exchanges, writeHar(experiment.exchanges)] as const,
        ]),
  ];
  return new Map(texts.map(([path, text]) => [path, Buffer.from(text)]));
}

function transcriptLine(transcript: Transcript): string {
  return `${encodeTranscript(checkTranscript(transcript))}\n`;
}

/** Reads the sources of a bundle. Throws BundleError, with the file, for one that is missing or is not what it should be. */
export function readSources(files: BundleFiles): BundleSources {
  const facts = parseFile(files, sourcePaths.facts, caseFactsSchema());
  const hasExperiment = files.has(sourcePaths.plan);
  return {
    facts,
    scenarios: parseFile(files, sourcePaths.scenarios, scenarioList),
    transcripts: parseLines(files, sourcePaths.transcripts, checkTranscript),
    recordings: new Map(facts.cells.map(({ file }) => [file, recordingAt(files, `${sourcePaths.recordings}${file}`)])),
    clientViews: files.has(sourcePaths.clientViews)
      ? parseFile(files, sourcePaths.clientViews, clientViewsSchema())
      : null,
    experiment: hasExperiment
      ? {
          plan: parseFile(files, sourcePaths.plan, planSchema),
          calls: parseLines(files, sourcePaths.calls, (value) => againCallSchema.parse(value)),
          exchanges: recordingAt(files, sourcePaths.exchanges),
        }
      : null,
  };
}

/** Throws HarError for a file that cannot be read. */
function recordingAt(files: BundleFiles, path: string): HarFile {
  return readHar(Buffer.from(bytesAt(files, path)).toString("utf8"), path);
}
