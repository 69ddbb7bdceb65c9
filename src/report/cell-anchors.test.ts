import { expect, test } from "vitest";
import { bedrock, build, one } from "../../test/samples/matrices.js";
import { reply, text } from "../../test/samples/transcripts.js";
import type { Verdict } from "../verdict/verdict.js";
import { cellAnchors } from "./cell-anchors.js";

const [verdict] = build([one(bedrock, reply([text("42")]))]).verdicts;

/** A verdict of the cell that has these members. */
function at(change: Partial<Verdict["cell"]>): Verdict {
  if (verdict === undefined) throw new Error("the matrix has no verdict");
  return { ...verdict, cell: { ...verdict.cell, ...change } };
}

test("the anchor of a cell is its name, in what a fragment may hold", () => {
  const cells = [at({ target: "m/p/converse@us-east-1" }), at({ target: 'm "x"/<p>', scenario: "a b#é" })];
  expect([...cellAnchors(cells).values()]).toEqual([
    "m/p/converse@us-east-1/sample",
    "m_20_22x_22/_3cp_3e/a_20b_23_e9",
  ]);
});

test("no two cells have one anchor, be they of two clients or of names that look alike", () => {
  const cells = [
    at({}),
    at({ client: "http" }),
    at({ client: "http" }),
    at({ scenario: "a b" }),
    at({ scenario: "a_20b" }),
  ];
  const target = "kimi-k2.5/bedrock/converse-stream";
  expect([...cellAnchors(cells).values()]).toEqual([
    `${target}/sample`,
    `${target}/sample~http`,
    `${target}/sample~http2`,
    `${target}/a_20b`,
    `${target}/a_20b~http`,
  ]);
});
