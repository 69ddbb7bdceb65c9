import type { ObservedMatrix } from "../../verdict/observed/observed-matrix.js";

/** The folder that contains all files, with a final slash; empty without one. */
export function commonFolder({ cells }: ObservedMatrix): string {
  const files = cells.flatMap(({ places }) => places.map(({ file }) => file));
  const [first = ""] = files;
  const parts = first.split("/").slice(0, -1);
  while (parts.length > 0 && !files.every((file) => file.startsWith(`${parts.join("/")}/`))) parts.pop();
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}
