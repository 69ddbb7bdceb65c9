import type { Material } from "../../../verdict/evidence/material.js";
import { claimsPage } from "./claims-page.js";
import { type PageFile, vendorPath } from "./page.js";
import { reportPage } from "./report-page.js";
import { vendorPages } from "./vendor/registry.js";

/**
 * Every page of a bundle. The same material gives the same bytes. A vendor who was not asked, or to whom the evidence points nowhere, gets
 * no page; `report.md` says why.
 *
 * @example
 * for (const { path, text } of pagesOf(material)) files.set(path, Buffer.from(text));
 */
export function pagesOf(material: Material): readonly PageFile[] {
  return [
    { path: "report.md", text: reportPage(material) },
    { path: "claims.md", text: claimsPage(material) },
    ...vendorPages
      .filter(({ absent }) => absent(material) === null)
      .flatMap(({ name, text, beside }) => [
        { path: vendorPath(material, name), text: text(material) },
        ...(beside?.(material) ?? []),
      ]),
  ];
}
