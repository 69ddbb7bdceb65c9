import { type SiteConfig, siteFile } from "../../report/site/config/site-file.js";
import { failWith, inFileOrder } from "../../source/fail-with.js";
import type { SourceDocument } from "../../source/source-document.js";
import type { SourceIssue } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import { validate } from "../../source/validate.js";
import { parseYamlFile } from "../../source/yaml.js";

/** The names that a file of a site may use. */
export type SiteNames = {
  readonly cells: readonly string[];
  readonly models: readonly string[];
  readonly providers: readonly string[];
};

/** Reads the file of a site. `names`: those of the published cells; null: none is known, and any is taken. Throws a SourceError with every mistake. */
export function loadSiteFile(file: string, names: SiteNames | null): SiteConfig {
  const document = parseYamlFile(file);
  const config = validate(siteFile(), document);
  const wrong = names === null ? [] : unknownNames(config, names, document);
  if (wrong.length > 0) throw failWith(inFileOrder(wrong));
  return config;
}

type Named = { readonly path: readonly (string | number)[]; readonly name: string; readonly kind: keyof SiteNames };

function unknownNames(config: SiteConfig, names: SiteNames, document: SourceDocument): readonly SourceIssue[] {
  return namesIn(config)
    .filter(({ name, kind }) => !names[kind].includes(name))
    .map(({ path, name, kind }) => ({
      file: document.file,
      ...document.place(path),
      message: `no published ${kind.slice(0, -1)} is named "${name}"`,
      hint: suggestion(name, names[kind], kind),
    }));
}

function namesIn({ replies, disputes, corrections, informed, badges }: SiteConfig): readonly Named[] {
  const cell = (path: Named["path"], name: string): Named => ({ path, name, kind: "cells" });
  return [
    ...replies.map((one, at) => cell(["replies", at, "cell"], one.cell)),
    ...disputes.map((one, at) => cell(["disputes", at, "cell"], one.cell)),
    ...corrections.flatMap((one, at) =>
      one.cells.map((name, index) => cell(["corrections", at, "cells", index], name)),
    ),
    ...informed.map(
      ({ provider }, at): Named => ({ path: ["informed", at, "provider"], name: provider, kind: "providers" }),
    ),
    ...badges.flatMap(({ model, provider }, at): readonly Named[] => [
      ...(model === null ? [] : [{ path: ["badges", at, "model"], name: model, kind: "models" as const }]),
      ...(provider === null ? [] : [{ path: ["badges", at, "provider"], name: provider, kind: "providers" as const }]),
    ]),
  ];
}
