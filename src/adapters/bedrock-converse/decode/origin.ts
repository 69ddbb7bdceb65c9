/** The response that bytes belong to, for a possible failure. */
export type Origin = { readonly status: number | null; readonly requestId: string | null };
