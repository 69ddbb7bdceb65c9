import { schemaText } from "../scenario/published-schemas.js";
import { matrixResults, observedResults } from "./results-schema.js";

/** File name → text of the JSON Schema of each machine-readable result. */
export function resultSchemas(): { readonly [name: string]: string } {
  return {
    "matrix.schema.json": schemaText(matrixResults),
    "observed.schema.json": schemaText(observedResults),
  };
}
