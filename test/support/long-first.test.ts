import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longFiles } from "./long-first.js";
import { root } from "./repository.js";

test("every test file that begins early is there", () => {
  expect(longFiles.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
