import type { Target } from "../../../chat/target.js";

/** What a mending step may do: say what it changed, or end the repair with the field that stands in the way. */
export type Repairing = {
  readonly target: Target;
  readonly changed: (id: string, field: string, message: string) => void;
  readonly refuse: (field: string, message: string) => never;
};

/** Carries a refusal out of the mending steps; caught where they are called, never seen outside. */
export class RepairRefusal extends Error {
  override name = "RepairRefusal" as const;
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
