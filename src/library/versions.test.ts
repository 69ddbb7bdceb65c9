import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../test/support/repository.js";
import { programCommit } from "./versions.js";

test.skipIf(!existsSync(join(root, ".git")))(
  "a checkout is named by its commit, marked where it was changed",
  async () => {
    const head = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
    expect([head, `${head}-dirty`]).toContain(await programCommit());
  },
);
