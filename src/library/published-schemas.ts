import { schemaText } from "../scenario/published-schemas.js";
import { probesSchema } from "./probes/probes-schema.js";

/** File name → text of the JSON Schema of what the commands keep besides runs and reports. */
export function commandSchemas(): { readonly [name: string]: string } {
  return { "probes.schema.json": schemaText(probesSchema) };
}
