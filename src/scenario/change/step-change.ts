import type { Api } from "../../chat/api.js";
import type { PatchOperation, WireChange } from "../../chat/wire-change.js";

/** A patch of the bodies of some APIs. `apis` null: of all; `families` null: of every body family. */
export type ApiPatch = {
  readonly apis: readonly Api[] | null;
  readonly families: readonly string[] | null;
  readonly operations: readonly PatchOperation[];
};

/** What a step changes in its request, before it is known whom it asks. `patches` null: the body is not patched. */
export type StepChange = Omit<WireChange, "operations"> & { readonly patches: readonly ApiPatch[] | null };
