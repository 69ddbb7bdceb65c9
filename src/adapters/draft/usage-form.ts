/**
 * How the form of token counts differs from the API's. `texts`: the names of counts that came as text; `names`: names that are not the API's
 * own; `place`: where they are instead of the usual place, null: they are there.
 */
type UsageForm = {
  readonly texts: readonly string[];
  readonly names?: readonly string[];
  readonly place?: string | null;
};

/** The difference in words; null: there is none. */
export function usageOddity({ texts, names = [], place = null }: UsageForm): string | null {
  if (place === null && names.length === 0 && texts.length === 0) return null;
  const forms = [
    ...(place === null ? [] : [`in ${place}`]),
    ...(names.length === 0 ? [] : [`as ${names.join(", ")}`]),
    ...(texts.length === 0 ? [] : [`as text (${texts.join(", ")})`]),
  ];
  return `the token counts came ${forms.join("; ")}`;
}
