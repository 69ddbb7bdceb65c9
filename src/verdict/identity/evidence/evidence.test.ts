import { expect, test } from "vitest";
import { seededRandom } from "../../../chat/seeded-random.js";
import { SideEvidence } from "./evidence.js";

test("before both sides have answered a prompt, nothing is guessed at it", () => {
  const evidence = new SideEvidence();
  for (let at = 0; at < 20; at += 1) evidence.add("p", "73", "A");
  expect(evidence.value).toBeCloseTo(1, 12);
});

test("sides that never give the same answer are told apart within a dozen answers", () => {
  const evidence = new SideEvidence();
  for (let at = 0; at < 6; at += 1) {
    evidence.add("p", "73", "A");
    evidence.add("p", "42", "B");
  }
  expect(evidence.value).toBeGreaterThan(100);
});

test("one answer to everything earns nothing, however many calls there are", () => {
  const evidence = new SideEvidence();
  const random = seededRandom(1);
  for (let at = 0; at < 300; at += 1) evidence.add(`p${at % 9}`, "7", random() < 0.5 ? "A" : "B");
  expect(evidence.value).toBeLessThan(2);
});

test("on average over the coin the evidence stays 1: it is fair, whatever was seen before", () => {
  // All 2^7 falls of the coin for these answers, which is the whole of what can happen to equal sides.
  const answers = ["a", "a", "b", "a", "b", "b", "a"];
  let sum = 0;
  for (let coins = 0; coins < 128; coins += 1) {
    const evidence = new SideEvidence();
    answers.forEach((answer, at) => {
      evidence.add("p", answer, ((coins >> at) & 1) === 0 ? "A" : "B");
    });
    sum += evidence.value;
  }
  expect(sum / 128).toBeCloseTo(1, 10);
});

test("it is fair with answers of another arm, too", () => {
  const prior = ["a", "a", "b", "c"].map((answer, at) => ({ prompt: "p", answer, side: at < 2 ? "A" : "B" }) as const);
  const answers = ["a", "b", "c", "a", "d", "b"];
  let sum = 0;
  for (let coins = 0; coins < 64; coins += 1) {
    const evidence = new SideEvidence(prior);
    answers.forEach((answer, at) => {
      evidence.add("p", answer, ((coins >> at) & 1) === 0 ? "A" : "B");
    });
    sum += evidence.value;
  }
  expect(sum / 64).toBeCloseTo(1, 10);
});

test("a prompt that one side stops answering costs at least what its next answer could have", () => {
  const fill = (): SideEvidence => {
    const evidence = new SideEvidence();
    for (const [answer, side] of [
      ["a", "A"],
      ["b", "B"],
      ["a", "A"],
      ["b", "B"],
    ] as const)
      evidence.add("p", answer, side);
    return evidence;
  };
  const givenUp = fill();
  givenUp.giveUp("p", "B");
  for (const answer of ["a", "b", "new"]) {
    const answered = fill();
    answered.add("p", answer, "B");
    expect(givenUp.value).toBeLessThanOrEqual(answered.value + 1e-12);
  }
});

test("what earned most is asked for most", () => {
  const evidence = new SideEvidence();
  for (let at = 0; at < 4; at += 1) {
    for (const side of ["A", "B"] as const) {
      evidence.add("telling", side === "A" ? "x" : "y", side);
      evidence.add("alike", "x", side);
    }
  }
  expect(evidence.gainAt("telling")).toBeGreaterThan(0.1);
  expect(evidence.gainAt("alike")).toBeLessThanOrEqual(0);
  expect(evidence.gainAt("never asked")).toBe(0);
});
