/** The names that the page and its script share: ids of elements, none of which a cell can have. */
export const pageIds = {
  data: "page-data",
  details: "page-details",
  trials: "page-trials",
  cells: "cells",
  look: "look",
  overview: "overview",
  matrix: "matrix",
  models: "models",
  latency: "latency",
  filters: "filters",
  shown: "shown",
} as const;

/** With more cells than these, the script draws tables and cells when they are looked at. */
export const mostStaticCells = 2000;
