import { z } from "zod";
import { type ApiTable, wireApis } from "../chat/api.js";
import { learnedRouters } from "../learned/registry.js";
import { trainingFile } from "../learned/training-file.js";
import { schemaText } from "../scenario/published-schemas.js";
import { routerFile } from "./config/router-file.js";

/** The JSON Schemas of a router's file and of a training file, for editors: file name → text. */
export function routerSchemas(table: ApiTable = wireApis): { readonly [name: string]: string } {
  const training = z
    .union(learnedRouters.map(trainingFile))
    .meta({ id: "training", title: "llm-parity training file", description: "What a router learns from, and how." });
  return { "router.schema.json": schemaText(routerFile(table)), "training.schema.json": schemaText(training) };
}
