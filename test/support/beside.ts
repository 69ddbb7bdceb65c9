import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Stands in the title of every suite that is skipped for want of such a folder; the run counts them by it. */
export const besideCheckout = "beside the checkout";

/** Files of other projects, which lie beside the checkout on some machines. Nothing of them is in this repository. */
export type Beside = {
  readonly path: string;
  readonly isThere: boolean;
  /** What to call a suite that needs them. */
  readonly title: (title: string) => string;
};

/** What lies in `../shared` under that name. */
export function beside(name: string): Beside {
  const path = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url));
  const isThere = existsSync(path);
  return {
    path,
    isThere,
    title: (title) => (isThere ? title : `${title} (skipped: no ../shared/${name} ${besideCheckout})`),
  };
}
