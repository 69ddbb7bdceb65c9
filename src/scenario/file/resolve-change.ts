import type { StepChange } from "../change/step-change.js";
import type { ChangeFile } from "./change-file.js";

/** What a step changes in its request; null: nothing. */
export function resolveChange({ model, patch, body, key }: ChangeFile): StepChange | null {
  if (model === undefined && patch === undefined && body === undefined && key === undefined) return null;
  return {
    model: model ?? null,
    patches:
      patch?.map(({ apis, families, ops }) => ({
        apis: apis === "all" ? null : apis,
        families: families ?? null,
        operations: ops,
      })) ?? null,
    text: body !== undefined && "text" in body ? body.text : null,
    fill: body !== undefined && "fill" in body ? body.fill : 0,
    wrongKey: key === "wrong",
  };
}
