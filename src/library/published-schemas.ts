import { nightMessageSchema } from "../report/nights/night-message-schema.js";
import { siteFile } from "../report/site/config/site-file.js";
import { schemaText } from "../scenario/published-schemas.js";
import { experimentResultSchema } from "./experiment/result-schema.js";
import { identitySchema, keptAnswerSchema } from "./identity/identity-store.js";
import { identityResultSchema } from "./identity/result-schema.js";
import { minimiseSchema } from "./minimise/minimise-store.js";
import { minimiseResultSchema } from "./minimise/result-schema.js";
import { probesSchema } from "./probes/probes-schema.js";
import { routesSchema } from "./routes/routes-schema.js";

/** File name → text of the JSON Schema of what the commands keep or send besides runs and reports. */
export function commandSchemas(): { readonly [name: string]: string } {
  return {
    "experiment-result.schema.json": schemaText(experimentResultSchema),
    "identity.schema.json": schemaText(identitySchema),
    "identity-call.schema.json": schemaText(keptAnswerSchema),
    "identity-result.schema.json": schemaText(identityResultSchema),
    "minimise-result.schema.json": schemaText(minimiseResultSchema),
    "minimise.schema.json": schemaText(minimiseSchema),
    "probes.schema.json": schemaText(probesSchema),
    "routes.schema.json": schemaText(routesSchema),
    "site.schema.json": schemaText(siteFile()),
    "night-message.schema.json": schemaText(nightMessageSchema()),
  };
}
