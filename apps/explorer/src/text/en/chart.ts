/** What all charts have in common. */
export const chart = {
  reading: (title: string) => `${title}: arrow keys read the chart`,
  table: (title: string) => `${title}, table`,
  asTable: (title: string) => `${title} as a table`,
  asChart: (title: string) => `${title} as a chart`,
  asCsv: (title: string) => `${title} as CSV`,
  showTable: 'Table',
  showChart: 'Chart',
  csv: 'CSV',
  soFar: (place: string) => `${place}, so far`,
  unknown: 'nothing known',
  empty: 'Nothing has happened yet.',
}
