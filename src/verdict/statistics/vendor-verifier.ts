/** The counts of one vendor, as in a row of K2-Vendor-Verifier's first tables. */
export type VendorCounts = {
  readonly stop: number;
  readonly toolCalls: number;
  readonly others: number;
  readonly schemaErrors: number;
  readonly successful: number;
};

/**
 * The similarity to the reference in percent, as in its tables of 2025-09 and 2025-10: 1 − the Euclidean distance of the two rows
 * over the number of requests (the reference row's stop + tool calls + others). Definition: K2-Vendor-Verifier README, read
 * 2026-11.
 */
export function vendorSimilarity(vendor: VendorCounts, reference: VendorCounts): number {
  const members = ["stop", "toolCalls", "others", "schemaErrors", "successful"] as const;
  const distance = Math.sqrt(members.reduce((sum, name) => sum + (vendor[name] - reference[name]) ** 2, 0));
  const requests = reference.stop + reference.toolCalls + reference.others;
  return 100 * (1 - distance / requests);
}

/** Whether the replies to one request end in a tool call. */
export type TriggerPair = readonly [vendor: boolean, reference: boolean];

/**
 * The agreement with the reference on when to call a tool: precision, recall and their harmonic mean F1, each null where it is
 * undefined. Definition: K2-Vendor-Verifier README (`tool_call_f1`), read 2026-11.
 */
export function triggerAgreement(pairs: readonly TriggerPair[]): {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
} {
  const both = pairs.filter(([vendor, reference]) => vendor && reference).length;
  const called = pairs.filter(([vendor]) => vendor).length;
  const expected = pairs.filter(([, reference]) => reference).length;
  const precision = called === 0 ? null : both / called;
  const recall = expected === 0 ? null : both / expected;
  if (precision === null || recall === null || precision + recall === 0) return { precision, recall, f1: null };
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
