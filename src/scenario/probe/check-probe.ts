import type { SourcePath } from "../../source/source-document.js";
import type { StepFile } from "../scenario-file.js";

/** A mistake in a step, at a path inside it. */
export type StepMistake = { readonly path: SourcePath; readonly message: string; readonly hint: string };

/**
 * What is wrong with a step that changes its request or expects a refusal. `previous`: the step before it; null: it is the first.
 * A changed request must be known before anything is asked, so that its patch can be checked.
 */
export function probeMistakes(step: StepFile, previous: StepFile | null): readonly StepMistake[] {
  const changes = (["model", "patch", "body", "key"] as const).filter((name) => step[name] !== undefined);
  const refused = step.expect.findIndex((one) => one.refused !== undefined);
  const [changed] = changes;
  return [
    ...(changed !== undefined && previous !== null && !step.fresh ? [notFresh(step, changed)] : []),
    ...(refused !== -1 && step.expect.length > 1 ? [notAlone(refused)] : []),
    ...(refused !== -1 && hasExample(step) ? [answered] : []),
    ...(refused === -1 && step.example === undefined ? [unanswered] : []),
    ...(previous !== null && !step.fresh && previous.expect.some((one) => one.refused !== undefined)
      ? [afterRefusal(previous)]
      : []),
  ];
}

function notFresh({ id }: StepFile, changed: string): StepMistake {
  return {
    path: [changed],
    message: `the step "${id}" changes its request and is neither the first nor fresh`,
    hint: "write fresh: true, and script what comes before it in history",
  };
}

function notAlone(refused: number): StepMistake {
  return {
    path: ["expect", refused],
    message: "a refused request has no reply that could meet another expectation",
    hint: "leave refused as the only expectation of this step",
  };
}

function hasExample({ example }: StepFile): boolean {
  return (
    example !== undefined && (example.text !== undefined || example.reasoning !== undefined || example.calls.length > 0)
  );
}

const answered: StepMistake = {
  path: ["example"],
  message: "a refused request has no reply",
  hint: "remove the example",
};

const unanswered: StepMistake = {
  path: [],
  message: '"example" is missing',
  hint: "write what a good model replies; only a step that expects refused has none",
};

function afterRefusal({ id }: StepFile): StepMistake {
  return {
    path: [],
    message: `there is no reply to go on from: the step "${id}" is to be refused`,
    hint: "write fresh: true",
  };
}
