import { type ApiTable, wireApis } from "../chat/api.js";
import { schemaText } from "../scenario/published-schemas.js";
import { clientViewsSchema } from "./client-views/client-views.js";
import { datasetJson } from "./dataset/dataset-schema.js";
import { editionSchema } from "./editions/edition.js";
import { caseFactsSchema } from "./evidence/case-facts.js";
import { againCallSchema } from "./evidence/experiment-result.js";
import { matrixResults, observedResults } from "./matrix/results-schema.js";
import { nightFile } from "./nights/night-schema.js";
import { statementSchema } from "./statements/statement-schema.js";
import { cellSummarySchema } from "./summary/summary-schema.js";

/** File name → text of the JSON Schema of each machine-readable result. */
export function resultSchemas(table: ApiTable = wireApis): { readonly [name: string]: string } {
  return {
    "client-views.schema.json": schemaText(clientViewsSchema(table)),
    "dataset.schema.json": schemaText(datasetJson(table)),
    "edition.schema.json": schemaText(editionSchema),
    "evidence-call.schema.json": schemaText(againCallSchema),
    "evidence-case.schema.json": schemaText(caseFactsSchema()),
    "matrix.schema.json": schemaText(matrixResults(table)),
    "night.schema.json": schemaText(nightFile),
    "observed.schema.json": schemaText(observedResults(table)),
    "statement.schema.json": schemaText(statementSchema),
    "summary.schema.json": schemaText(cellSummarySchema(table)),
  };
}
