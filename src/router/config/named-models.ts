import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument } from "../../source/source-document.js";
import type { SourceIssue } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import type { NamedModel } from "../choose/strategies/define-strategy.js";
import { strategies, strategyOf } from "../choose/strategies/registry.js";
import type { RouterFile } from "./router-file.js";

type Where = {
  readonly document: SourceDocument;
  /** The names of all models of the file. */
  readonly names: readonly string[];
};

/** What the strategy in use lacks, and model names in the `router` section that are not defined in the file. */
export function sectionIssues({ router }: RouterFile, { document, names }: Where): readonly SourceIssue[] {
  const used = strategyOf(router.strategy);
  const lacks = used
    .lacks(router, names)
    .map(({ path, of, message, hint }) => issueAt(document, { path: ["router", ...path], of }, { message, hint }));
  return [...lacks, ...namesIn(router).flatMap((one) => unknownModel({ document, names }, one))];
}

/** The mistake of a file without models, with what to write for those that its `router` section names. */
export function noModels({ router }: RouterFile, document: SourceDocument): SourceIssue {
  const names = [...new Set(namesIn(router).map(({ name }) => name))];
  const entries = (names.length === 0 ? ["NAME"] : names).map(
    (name) => `  ${name}: { provider: PROVIDER, model: MODEL_ID }`,
  );
  const hint = `write them, such as:\n\nmodels:\n${entries.join("\n")}`;
  return issueAt(document, { path: [] }, { message: "the file has no models, under llms or under models", hint });
}

function namesIn(router: RouterFile["router"]): readonly NamedModel[] {
  const used = strategyOf(router.strategy);
  const fallback = router.fallback_models.map(
    (name, index): NamedModel => ({ path: ["fallback_models", index], of: "value", name }),
  );
  return [...fallback, ...strategies.flatMap((strategy) => strategy.names(router, strategy === used))];
}

function unknownModel({ document, names }: Where, { path, of, name }: NamedModel): readonly SourceIssue[] {
  if (names.includes(name)) return [];
  const message = `there is no model "${name}" in this file`;
  return [issueAt(document, { path: ["router", ...path], of }, { message, hint: suggestion(name, names, "models") })];
}
