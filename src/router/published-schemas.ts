import { schemaText } from "../scenario/published-schemas.js";
import { routerFile } from "./config/router-file.js";

/** File name → text of the JSON Schema that editors use for a router's file. */
export function routerSchemas(): { readonly [name: string]: string } {
  return { "router.schema.json": schemaText(routerFile) };
}
