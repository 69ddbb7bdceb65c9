import { readFileSync } from "node:fs";
import { packageFile } from "../../source/package-root.js";

/** The CI services that a starter project can be written for. */
export const ciServices = ["github", "gitlab", "none"] as const;
export type CiService = (typeof ciServices)[number];

/** A file of a starter project. `path`: relative to its folder, with `/`. */
export type StarterFile = { readonly path: string; readonly text: string };

/** Where a file goes, and where it stands below `examples/nightly/`. */
type Source = { readonly path: string; readonly from: string };

const always: readonly Source[] = [
  { path: "scenarios/order-status.yaml", from: "scenarios/order-status.yaml" },
  { path: "scenarios/models.yaml", from: "scenarios/models.yaml" },
  { path: "scenarios/known.yaml", from: "scenarios/known.yaml" },
  // npm leaves out files of the name `.gitignore` when it packs.
  { path: ".gitignore", from: "gitignore" },
];

const workflows: { readonly [ci in CiService]: readonly Source[] } = {
  github: [{ path: ".github/workflows/nightly.yml", from: "nightly.yml" }],
  gitlab: [{ path: ".gitlab-ci.yml", from: "gitlab-ci.yml" }],
  none: [],
};

/** The files of a starter project: those of `examples/nightly/`, as they are shipped. */
export function starterFiles(ci: CiService): readonly StarterFile[] {
  return [...always, ...workflows[ci]].map(({ path, from }) => ({
    path,
    text: readFileSync(packageFile(`examples/nightly/${from}`), "utf8"),
  }));
}
