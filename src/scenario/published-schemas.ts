import { z } from "zod";
import { type ApiTable, wireApis } from "../chat/api.js";
import { batteryFile } from "./battery/battery-file.js";
import { knownFile } from "./known-file.js";
import { modelsFile } from "./models-file.js";
import { scenarioFile } from "./scenario-file.js";

/** File name → text of each JSON Schema (draft 2020-12) that editors use for our YAML files. */
export function publishedSchemas(table: ApiTable = wireApis): { readonly [name: string]: string } {
  return {
    "scenario.schema.json": schemaText(scenarioFile),
    "models.schema.json": schemaText(modelsFile(table)),
    "known.schema.json": schemaText(knownFile(table)),
    "battery.schema.json": schemaText(batteryFile),
  };
}

/** The text of one published JSON Schema. */
export function schemaText(schema: z.ZodType): string {
  // `input`: the file as a person writes it, without defaults. JSON Schema cannot express the rules between keys.
  return `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), null, 2)}\n`;
}
