import { existsSync } from "node:fs";
import { hasEffect, idleEvidence } from "../../../router/choose/measured.js";
import { maxDataBytes, parseJsonData } from "../../../source/json-data.js";
import { readSourceFile } from "../../../source/read-file.js";
import { validate } from "../../../source/validate.js";
import { matrixResults } from "../../../verdict/matrix/results-schema.js";
import { formatPath } from "../../format-path.js";
import type { EvidenceSettings, EvidenceSource } from "./reading.js";
import { stampOf } from "./stamp.js";

/** The evidence of a matrix file. `unmeasured`: says which models have none; it matters where that of others has an effect. */
export function matrixSource(
  file: string,
  { maxAgeDays, unmeasured }: Omit<EvidenceSettings, "features">,
): EvidenceSource {
  return {
    place: formatPath(file),
    stamp: () => stampOf([file]),
    read: () => {
      if (!existsSync(file)) return null;
      const document = parseJsonData(readSourceFile(file, { maxBytes: maxDataBytes }), file);
      const measured = { cells: validate(matrixResults(), document).cells, maxAgeDays };
      const warnings = [...idleEvidence(measured, new Date()), ...(hasEffect(measured) ? unmeasured : [])];
      return { measured, warnings, returned: new Map() };
    },
  };
}
