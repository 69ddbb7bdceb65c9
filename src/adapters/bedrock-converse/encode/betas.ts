import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { Encoded } from "../../adapter.js";
import { betasMember, joinedBetas } from "../../betas/beta-names.js";
import { dropBetas, type PlaceBetas } from "../../betas/with-betas.js";
import { isClaude } from "./claude.js";

const fieldsMember = "additionalModelRequestFields";

/**
 * Puts betas into the model's own fields, after those that stand there already (vercel/ai, packages/amazon-bedrock, tests of its chat model,
 * read 2026-11-29). A model that is not known as Claude may refuse them: the harness sends them with a warning, the router does not send them.
 */
export const placeBetas: PlaceBetas = (encoded, betas, { target, policy }) => {
  if (isClaude(target)) return withField(encoded, betas);
  if (policy === "repair") return dropBetas(encoded, betas, "this model is not known as Claude");
  const message = `sent as ${fieldsMember}.${betasMember}, which this model may not support`;
  const warning = { id: "assumed-field", field: `extra.${betasMember}`, message };
  return withField({ ...encoded, warnings: [...encoded.warnings, warning] }, betas);
};

function withField(encoded: Encoded, betas: readonly string[]): Encoded {
  const fields = encoded.body[fieldsMember];
  const before: JsonObject = isJsonObject(fields) ? fields : {};
  const joined = joinedBetas(before[betasMember], betas);
  return { ...encoded, body: { ...encoded.body, [fieldsMember]: { ...before, [betasMember]: joined } } };
}
