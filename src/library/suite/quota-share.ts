/** The share of each quota that a run uses where nothing else is said: production draws from the same account. */
export const usualQuotaShare = 0.2;
