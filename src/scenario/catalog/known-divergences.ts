import { failWith } from "../../source/fail-with.js";
import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import { type SourceIssue, whereOf } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import type { Catalog } from "../catalog.js";
import type { KnownDivergence } from "../known.js";
import type { KnownFile } from "../known-file.js";

/** What the names in known.yaml may refer to. Names of an absent member are not checked. */
export type Names = {
  readonly catalog?: Catalog;
  readonly scenarios?: readonly { readonly id: string }[];
  /** The finding ids that exist. */
  readonly findings?: readonly string[];
  /** The check ids that exist. */
  readonly checks?: readonly string[];
};

/** A valid file of known divergences: what its schema read, and where that stands. */
export type ReadKnown = { readonly source: KnownFile; readonly document: SourceDocument };

/** The divergences of a valid file. Throws a SourceError for names that do not exist. */
export function knownDivergences({ source, document }: ReadKnown, names: Names): readonly KnownDivergence[] {
  const { known } = source;
  const issues = known.flatMap((entry, index) => checkEntry(entry, { document, names, path: ["known", index] }));
  if (issues.length > 0) throw failWith(issues);
  return known.map((entry, index) => ({
    ...entry,
    target: entry.target ?? null,
    provider: entry.provider ?? null,
    api: entry.api ?? null,
    finding: entry.finding ?? null,
    check: entry.check ?? null,
    claim: entry.claim ?? null,
    shows: entry.shows ?? null,
    place: whereOf({ file: document.file, ...document.place(["known", index]) }),
  }));
}

type Entry = KnownFile["known"][number];
type Context = { readonly document: SourceDocument; readonly names: Names; readonly path: SourcePath };

function checkEntry(entry: Entry, context: Context): readonly SourceIssue[] {
  const { catalog, scenarios, findings, checks } = context.names;
  const ofModel = catalog?.targets.filter((target) => target.model === entry.model);
  return [
    ...checkName(
      context,
      { key: "model", name: entry.model },
      catalog?.models.map((model) => model.name),
    ),
    ...checkName(
      context,
      { key: "target", name: entry.target },
      ofModel?.map((target) => target.id),
    ),
    ...checkName(
      context,
      { key: "provider", name: entry.provider },
      ofModel?.map((target) => target.provider),
    ),
    ...checkName(
      context,
      { key: "scenario", name: entry.scenario },
      scenarios?.map((scenario) => scenario.id),
    ),
    ...checkName(context, { key: "finding", name: entry.finding }, findings),
    ...checkName(context, { key: "check", name: entry.check }, checks),
  ];
}

function checkName(
  context: Context,
  { key, name }: { readonly key: string; readonly name: string | undefined },
  known: readonly string[] | undefined,
): readonly SourceIssue[] {
  if (name === undefined || known === undefined || known.includes(name)) return [];
  const hint = suggestion(name, [...new Set(known)], `${key}s`);
  return [
    issueAt(context.document, { path: [...context.path, key] }, { message: `there is no ${key} "${name}" here`, hint }),
  ];
}
