import { expect, test } from "vitest";
import { recordingFile } from "../recording-file.js";
import { yamlRecords } from "./yaml-records.js";

test("a hostile record takes the budget of the others with it, and the file ends in errors", () => {
  const bomb = `- n: [${"1,".repeat(600_000)}]\n`;
  const text = `list:\n- n: 1\n- n: 'a'b\n${bomb}${bomb}- n: 5\n`;
  const { list } = yamlRecords(recordingFile("a.yaml", new TextEncoder().encode(text)), "list");
  expect(list.map((one) => "value" in one)).toEqual([true, false, false, false, false]);
});
