/** A question that a user of another tool asked in public. `answered`: the page and the anchor that answer it here. */
export type Question = { readonly question: string; readonly asked: string; readonly answered: string };

export const questions: readonly Question[] = [];
