import type { Target } from "../../../chat/target.js";

/** What a repair step may do: report a change as a warning, or end the repair with a refusal that names the field. */
export type Repairing = {
  readonly target: Target;
  readonly changed: (id: string, field: string, message: string) => void;
  readonly refuse: (field: string, message: string) => never;
};

/** Carries a refusal out of the repair steps. `repair` catches it, so it never reaches a caller. */
export class RepairRefusal extends Error {
  override name = "RepairRefusal" as const;
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
