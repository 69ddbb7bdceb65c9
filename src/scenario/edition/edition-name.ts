/** Which edition of the conformance suite a run was asked under. `sha256`: of the edition's file, since a draft changes under its name. */
export type EditionName = { readonly id: string; readonly sha256: string };
