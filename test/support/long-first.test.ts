import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longFiles } from "./long-first.js";
import { root } from "./repository.js";
import { slowUnits } from "./slow-units.js";

test("every test file that begins early, or that the quick tests leave out, is there", () => {
  expect([...longFiles, ...slowUnits].filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
