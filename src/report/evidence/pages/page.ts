import type { Material } from "../../../verdict/evidence/material.js";

/** A file of the bundle as text. `path`: within the folder, with `/`. */
export type PageFile = { readonly path: string; readonly text: string };

/**
 * A page that a person sends to a vendor, with the files beside it. `name`: of its file in `vendor/`. `absent`: why this evidence makes
 * no such page, in one sentence; null: it makes one.
 */
export type VendorPage = {
  readonly name: string;
  /** Who gets it, in words. */
  readonly reader: string;
  readonly absent: (material: Material) => string | null;
  readonly text: (material: Material) => string;
  /** What goes with it beside the files that every bundle has. */
  readonly beside?: (material: Material) => readonly PageFile[];
};

/** The first line of every page whose bytes no vendor sent; `[]` for a vendor's. */
export function markLines({ facts }: Material): readonly string[] {
  return facts.mark === null ? [] : ["DEMO: our simulator, no vendor", ""];
}

/** The name of a file that a person would send on; a demonstration says so in it. */
export function sentName({ facts }: Material, name: string): string {
  return facts.mark === null ? name : `demo-${name}`;
}

/** The path of a vendor's page. */
export function vendorPath(material: Material, name: string): string {
  return `vendor/${sentName(material, name)}`;
}
