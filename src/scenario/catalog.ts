import type { Api, ApiTable } from "../chat/api.js";
import type { Source, Target } from "../chat/target.js";
import type { Provider } from "./provider.js";

/** A model by its catalog name. `retired`: the day on which it stopped being served, null: it is. */
export type CatalogModel = {
  readonly name: string;
  readonly title: string;
  readonly vendor: string;
  readonly description: string | null;
  readonly retired: string | null;
  /** The catalog name to use instead. */
  readonly successor: string | null;
  readonly sources: readonly Source[];
};

/** One column of a model's table. */
export type Column = { readonly provider: string; readonly api: Api };

/** A cell that is known not to exist: the column stands, and says why. */
export type UnsupportedCell = Column & { readonly model: string; readonly reason: string } & Source;

/** What a reader must know beside a cell, such as what speaks against the document that it follows. */
export type Remark = Column & { readonly model: string; readonly scenario: string; readonly text: string } & Source;

/**
 * A named choice of targets and scenarios. `live` false: replay only. `tested`: the day on which a document says that
 * these targets were tested, null when none does. `models`, `columns` and `targets` (ids) are in the order of the file.
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
};

/** Whom we can ask: everything of `models.yaml`, resolved. Target ids are unique. */
export type Catalog = {
  readonly file: string;
  /** The wire APIs that its providers and targets are of. */
  readonly apis: ApiTable;
  readonly providers: readonly Provider[];
  readonly models: readonly CatalogModel[];
  readonly targets: readonly Target[];
  readonly suites: readonly Suite[];
  /** The suite that is meant when none is named. */
  readonly defaults: { readonly replay: string; readonly live: string };
};
