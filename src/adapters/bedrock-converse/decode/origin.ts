/** Which response bytes belong to, for the failure that they may turn out to be. */
export type Origin = { readonly status: number | null; readonly requestId: string | null };
