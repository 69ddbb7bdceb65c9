import { effectRule } from "./decide-effect.js";

/**
 * How many trials a comparison takes. `needed`: with so many, an ignored parameter is told from an honoured one in 97 of 100 cells, though the
 * base shows its behaviour in 80 % of its replies only and a tenth of the trials is excluded; in 95 of any 100. `usual`: after so many it is decided on average, where
 * nine of ten replies show it. `most`: more do not decide. `npm run prove` computes the first two.
 */
export const effectTrials = { needed: 25, usual: 9, most: effectRule.cap } as const;
