/** The names that the page and its script share: ids of elements, none of which a cell can have. */
export const pageIds = {
  data: "page-data",
  details: "page-details",
  trials: "page-trials",
  messages: "messages",
  cells: "cells",
  look: "look",
  overview: "overview",
  matrix: "matrix",
  models: "models",
  latency: "latency",
  filters: "filters",
  shown: "shown",
} as const;

/** So many bytes of the pages of cells, and as many of those of trials, stand in a page that is read without a script; those beyond are packed. */
export const mostDrawnBytes = 500_000;

/** With more cells than these, the script draws tables and cells when they are looked at. */
export const mostStaticCells = 2000;
