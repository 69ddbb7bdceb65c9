import type { Api, ApiTable } from "../chat/api.js";
import type { Source, Target } from "../chat/target.js";
import type { Provider } from "./provider.js";
import type { RefusedRoute } from "./routes/routes.js";

/** A model by its catalog name. `retired`: the day on which its service ended; null: it is still served. */
export type CatalogModel = {
  readonly name: string;
  readonly title: string;
  readonly vendor: string;
  readonly description: string | null;
  readonly retired: string | null;
  /** The catalog name to use instead; null: none. */
  readonly successor: string | null;
  readonly sources: readonly Source[];
  /** Where it was asked and refused, as far as a source says so. */
  readonly refuses: readonly RefusedRoute[];
};

/** One column of a model's table. */
export type Column = { readonly provider: string; readonly api: Api };

/** A cell that is known not to exist. Its column is shown, with the reason. */
export type UnsupportedCell = Column & { readonly model: string; readonly reason: string } & Source;

/** A remark that a reader needs beside a cell, such as evidence against the document that the cell follows. */
export type Remark = Column & {
  readonly model: string;
  readonly scenario: string;
  readonly text: string;
  /** What it says of the authored fixture of the cell; null: nothing. */
  readonly fixture: string | null;
} & Source;

/** What is known and what is not known of a model in this suite, a sentence each, for a reader who reads no more. */
export type Brief = { readonly model: string; readonly known: string; readonly notKnown: string } & Source;

/**
 * A named choice of targets and scenarios. `live` false: replay only. `tested`: the day on which these targets were
 * tested according to a document; null: no document. `models`, `columns` and `targets` (ids) are in the order of the
 * file.
 */
export type Suite = {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly live: boolean;
  readonly tested: string | null;
  readonly scenarioTags: readonly string[];
  readonly models: readonly string[];
  readonly columns: readonly Column[];
  readonly targets: readonly string[];
  readonly unsupported: readonly UnsupportedCell[];
  readonly remarks: readonly Remark[];
  readonly briefs: readonly Brief[];
};

/** The contents of `models.yaml`, resolved: providers, models, targets and suites. Target ids are unique. */
export type Catalog = {
  readonly file: string;
  /** The table of wire APIs that its providers and targets use. */
  readonly apis: ApiTable;
  readonly providers: readonly Provider[];
  readonly models: readonly CatalogModel[];
  readonly targets: readonly Target[];
  readonly suites: readonly Suite[];
  /** The suites for a run that names none. */
  readonly defaults: { readonly replay: string; readonly live: string };
};
