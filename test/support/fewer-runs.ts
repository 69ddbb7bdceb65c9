import fc from "fast-check";

/** For mutation testing: fewer examples a property, and always the same, so that a mutant has one answer. */
fc.configureGlobal({ numRuns: 25, seed: 20_261_128 });
