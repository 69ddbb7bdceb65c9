import { expect, test } from "vitest";
import { type ExitCode, worst } from "./exit-code.js";

test.each<[readonly ExitCode[], ExitCode]>([
  [[], 0],
  [[0], 0],
  [[0, 4], 4],
  [[4, 1], 1],
  [[1, 3], 3],
  [[3, 2], 2],
  [[2, 5], 5],
  [[1, 2, 3, 4, 5], 5],
])(
  "of %j the code is %i: ours before a mistake in a file, before credentials, before red cells, before nothing measured",
  (codes, code) => {
    expect(worst(codes)).toBe(code);
    expect(worst([...codes].reverse())).toBe(code);
  },
);
