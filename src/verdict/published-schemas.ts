import { schemaText } from "../scenario/published-schemas.js";
import { datasetJson } from "./dataset/dataset-schema.js";
import { matrixResults, observedResults } from "./matrix/results-schema.js";

/** File name → text of the JSON Schema of each machine-readable result. */
export function resultSchemas(): { readonly [name: string]: string } {
  return {
    "dataset.schema.json": schemaText(datasetJson),
    "matrix.schema.json": schemaText(matrixResults),
    "observed.schema.json": schemaText(observedResults),
  };
}
