const WIDTH = 30;

/** How much of something is done. */
export function renderBar(done: number, total: number): string {
  const full = total === 0 ? WIDTH : Math.min(WIDTH, Math.floor((done / total) * WIDTH));
  return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${done} of ${total} moved`;
}
