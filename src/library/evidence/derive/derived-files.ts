import { pagesOf } from "../../../report/evidence/pages/pages-of.js";
import { provenAt } from "../../../verdict/attribution/attribution.js";
import { attributionJson } from "../../../verdict/attribution/attribution-schema.js";
import type { FrameFact, Material } from "../../../verdict/evidence/material.js";
import type { BundleFiles, BundleSources } from "../bundle-sources.js";
import { jsonLines, jsonText } from "../source-json.js";
import type { ArmWithEntry } from "./case-arm.js";
import { type CaseMaterial, deriveMaterial } from "./case-material.js";
import { checkReadings, type Disagreement } from "./check-readings.js";
import { redactedFrames } from "./redacted-frames.js";
import { replyBytes } from "./wire-facts.js";

/** The RFC 6902 patch that makes the working body of the failing one. */
export const patchPath = "requests/difference.patch.json";

type File = readonly [path: string, content: string | Uint8Array];

/** What follows from the sources of a bundle: its other files, and what they were made from. */
export type Derived = {
  readonly files: BundleFiles;
  readonly material: Material;
  readonly readings: readonly Disagreement[];
};

/** Derives every other file of a bundle from its sources. The same sources and the same program give the same bytes. */
export async function deriveFiles(sources: BundleSources): Promise<Derived> {
  const derived = deriveMaterial(sources);
  const readings = await checkReadings(sources);
  const { material, failing, working } = derived;
  const files: readonly File[] = [
    ["calls.jsonl", jsonLines(material.calls)],
    ["claims.json", jsonText(material.claims)],
    ["attribution.json", jsonText(attributionJson(material.attribution))],
    ["readings.json", jsonText(readings)],
    ["env.json", jsonText({ program: material.facts.program, ...material.facts.environment })],
    ["redaction.json", jsonText({ taken: material.facts.redacted, frames: redactedFrames(sources.recordings) })],
    ...(material.equivalence === null ? [] : [["equivalence.json", jsonText(material.equivalence)] as const]),
    ...(material.difference === null ? [] : [[patchPath, jsonText(material.difference.operations)] as const]),
    ...[failing, working].flatMap((arm) => (arm === null ? [] : armFiles(arm))),
    ...decisionFile(derived),
    ...derived.scripts.map(({ path, text }): File => [path, text]),
    ...pagesOf(material).map(({ path, text }): File => [path, text]),
  ];
  return { files: new Map(files.map(([path, content]) => [path, Buffer.from(content)])), material, readings };
}

/** The request and the reply of the call that is shown, each in a file of its own. */
function armFiles({ arm, entry }: ArmWithEntry): readonly File[] {
  return [
    [`requests/${arm.name}.json`, entry.exchange.request.body ?? new Uint8Array()],
    [`wire/${arm.name}.reply.bin`, replyBytes(entry.exchange)],
    [`wire/${arm.name}.frames.txt`, arm.wire.frames.map(frameLine).join("")],
  ];
}

function frameLine({ offset, length, name, payload }: FrameFact): string {
  return `${String(offset).padStart(8)} ${String(length).padStart(6)}  ${name}  ${JSON.stringify(payload)}\n`;
}

function decisionFile({ material }: CaseMaterial): readonly File[] {
  const { experiment } = material;
  if (experiment === null) return [];
  const { calls: _, paired: __, ...counts } = experiment;
  const decides = experiment.eValue === null ? null : experiment.eValue >= provenAt;
  return [["experiment/decision.json", jsonText({ ...counts, provenAt, decides })]];
}
