import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import { whereOf } from "../../source/source-error.js";
import { judgeKeys } from "../choose/strategies/llm.js";
import type { ModelSettings, RouterFile } from "./router-file.js";

type Read = {
  readonly document: SourceDocument;
  readonly file: RouterFile;
  /** Under which key the file has its models. */
  readonly group: "llms" | "models";
  /** True: the judge is none of the models, so the keys that describe it are in use. */
  readonly hasJudge: boolean;
};

/** A sentence with its place for each key that has no effect or not the whole of it. */
export function ignoredKeys({ document, file, group, hasJudge }: Read): readonly string[] {
  const ignored = (path: SourcePath, why: string) => warningAt(document, path, `is ignored: ${why}`);
  const blocks = (["memory", "media"] as const).filter((name) => file[name] !== undefined);
  const judge = hasJudge
    ? []
    : judgeKeys.filter((name) => (file.router as Record<string, unknown>)[name] !== undefined);
  const entries: readonly (readonly [string, ModelSettings])[] = Object.entries(file[group] ?? {});
  const limits = entries.filter(([, settings]) => settings.context_limit !== undefined);
  return [
    ...blocks.map((name) => ignored([name], "this router has no memory and does not describe media")),
    ...judge.map((name) => ignored(["router", name], whyNoJudge(file))),
    ...limits.map(([name]) => ignored([group, name, "context_limit"], "the service itself rejects what is too long")),
    ...entries.flatMap(([name, settings]) =>
      lonePrice(settings).map((key) =>
        warningAt(document, [group, name, key.has], `gives no cost without ${key.lacks}`),
      ),
    ),
  ];
}

function whyNoJudge({ router }: RouterFile): string {
  return router.strategy === "llm"
    ? "the deciding model is one of the configured models"
    : "only the strategy llm has a model that decides";
}

type Lone = { readonly has: string; readonly lacks: string };

function lonePrice({ input_price: input, output_price: output }: ModelSettings): readonly Lone[] {
  if ((input === undefined) === (output === undefined)) return [];
  return input === undefined
    ? [{ has: "output_price", lacks: "input_price" }]
    : [{ has: "input_price", lacks: "output_price" }];
}

function warningAt(document: SourceDocument, path: SourcePath, what: string): string {
  const issue = issueAt(document, { path, of: "key" }, { message: `${path.join(".")} ${what}`, hint: null });
  return `${whereOf(issue)}: ${issue.message}`;
}
