/** Colours a text by its meaning, where there is colour. Each painter, `plain` too, makes the text safe to be shown. */
export type Paint = { readonly [meaning in "good" | "bad" | "warn" | "dim" | "strong" | "plain"]: Painter };
export type Painter = (text: string) => string;
