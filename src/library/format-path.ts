import { resolve } from "node:path";

/** A path for messages: relative to the working directory when it lies inside, else absolute. */
export function formatPath(path: string): string {
  const absolute = resolve(path);
  const here = `${process.cwd()}/`;
  return absolute.startsWith(here) ? absolute.slice(here.length) : absolute;
}
