import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A part of the title of every suite that is skipped because such a folder is missing; the run counts skipped tests by it. */
export const besideCheckout = "beside the checkout";

/** Files of other projects, beside the checkout on some machines. This repository contains nothing of them. */
export type Beside = {
  readonly path: string;
  readonly isThere: boolean;
  /** The title of a suite that needs them; says if it is skipped. */
  readonly title: (title: string) => string;
};

/** The file or folder of that name in `../shared`. */
export function beside(name: string): Beside {
  const path = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url));
  const isThere = existsSync(path);
  return {
    path,
    isThere,
    title: (title) => (isThere ? title : `${title} (skipped: no ../shared/${name} ${besideCheckout})`),
  };
}
