/**
 * What stands beside a page, so that it can link to it. `recordings`: the path from the page's folder to the one where the paths of
 * recordings start; null: they are named, not linked. `html`, `json`: the names of the other reports in its folder; null: there is none.
 */
export type PagePlace = {
  readonly recordings: string | null;
  readonly html: string | null;
  readonly json: string | null;
};
