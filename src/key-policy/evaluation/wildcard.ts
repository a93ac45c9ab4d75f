/** Whether a value fits a pattern in which `*` is any text and `?` any one character. */
export function matchesWildcard(pattern: string, value: string): boolean {
  const expression = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(value);
}
