import { schemaText } from "../scenario/published-schemas.js";
import { profileSchema } from "./profile.js";

/** File name → text of the JSON Schema that editors use for the simulator's profiles. */
export function profileSchemas(): { readonly [name: string]: string } {
  return { "profile.schema.json": schemaText(profileSchema) };
}
