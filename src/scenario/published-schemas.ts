import { z } from "zod";
import { type ApiTable, wireApis } from "../chat/api.js";
import { knownFile } from "./known-file.js";
import { modelsFile } from "./models-file.js";
import { scenarioFile } from "./scenario-file.js";

/** File name → text of each JSON Schema (draft 2020-12) that editors use for our YAML files. */
export function publishedSchemas(table: ApiTable = wireApis): { readonly [name: string]: string } {
  return {
    "scenario.schema.json": schemaText(scenarioFile),
    "models.schema.json": schemaText(modelsFile(table)),
    "known.schema.json": schemaText(knownFile(table)),
  };
}

/** The published form of a file's schema. */
export function schemaText(schema: z.ZodType): string {
  // `input`: what a person writes, before defaults are filled in. Rules between keys have no form in JSON Schema.
  return `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), null, 2)}\n`;
}
