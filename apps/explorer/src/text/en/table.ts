/** What all tables have in common. */
export const table = {
  loading: 'Reading …',
  failed: 'This could not be read',
  again: (problem: string) => `${problem} Trying again …`,
  empty: 'Nothing here yet',
  sortBy: (column: string) => `Sort by ${column}`,
  ascending: 'ascending',
  descending: 'descending',
  csv: 'All rows as CSV',
  loadMore: 'Show more',
  pagesOf: (table: string) => `Pages: ${table}`,
  rowsOf: (rows: string, all: string) => `${rows} of ${all}`,
  previous: 'Previous',
  next: 'Next',
}
