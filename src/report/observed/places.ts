import type { ObservedMatrix } from "../../verdict/observed/observed-matrix.js";

/** The folder that contains all files that are named, with a final slash; empty without one. */
export function commonFolder({ cells }: ObservedMatrix): string {
  const named = cells.flatMap(({ places, findings }) => [places, ...findings.map((found) => found.places)]);
  const files = named.flat().map(({ file }) => file);
  const [first = ""] = files;
  const parts = first.split("/").slice(0, -1);
  while (parts.length > 0 && !files.every((file) => file.startsWith(`${parts.join("/")}/`))) parts.pop();
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}
