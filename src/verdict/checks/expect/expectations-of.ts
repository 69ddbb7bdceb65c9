import type { Expectation } from "../../../scenario/expectation.js";
import type { JudgedTurn } from "../check.js";

/** The scenario's expectations of one kind, in the order of the scenario file. */
export function expectationsOf<Kind extends Expectation["kind"]>(
  { expect }: JudgedTurn,
  kind: Kind,
): readonly Extract<Expectation, { kind: Kind }>[] {
  return expect.filter((one): one is Extract<Expectation, { kind: Kind }> => one.kind === kind);
}
