import fc from "fast-check";

/** For mutation testing: fewer examples for each property, and always the same, so that a mutant's result is reproducible. */
fc.configureGlobal({ numRuns: 25, seed: 20_261_128 });
