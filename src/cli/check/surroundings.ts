import type { FileOptions } from "../../library/choose.js";
import type { Catalog } from "../../scenario/catalog.js";
import type { CompiledKind } from "../../source/compiled/compiled-table.js";

/**
 * What the names in a file refer to. `compiledKindOf` and `catalogOf` look at a file once. `isChecked`: whether a path is checked itself, so that its
 * mistakes are named there.
 */
export type Surroundings = {
  readonly options: Pick<FileOptions, "models" | "scenarios">;
  readonly typed: Partial<FileOptions>;
  readonly compiledKindOf: (file: string) => CompiledKind | null;
  readonly catalogOf: (file: string) => Promise<Catalog>;
  readonly isChecked: (path: string) => boolean;
};
