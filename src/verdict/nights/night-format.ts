/** The version of `night.json`. A newer one is refused by name. */
export const nightFormat = 1;
