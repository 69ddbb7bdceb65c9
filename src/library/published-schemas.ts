import { nightMessageSchema } from "../report/nights/night-message-schema.js";
import { schemaText } from "../scenario/published-schemas.js";
import { probesSchema } from "./probes/probes-schema.js";

/** File name → text of the JSON Schema of what the commands keep or send besides runs and reports. */
export function commandSchemas(): { readonly [name: string]: string } {
  return {
    "probes.schema.json": schemaText(probesSchema),
    "night-message.schema.json": schemaText(nightMessageSchema()),
  };
}
