/** The rooms of `src`. Each is a folder, and each pair is a wall, but for the doors below. */
export const ROOMS = ['construct', 'key-policy', 'key-policy-manager', 'writer', 'ceremony', 'cli'] as const;
export type Room = (typeof ROOMS)[number];

/**
 * What a room may import of another: the whole of it (`.`), or the files named.
 *
 * What runs in Lambda, what runs in a terminal and what runs at synth share the pure part of `key-policy` and no more.
 */
export const DOORS: Partial<Record<Room, Partial<Record<Room, readonly string[]>>>> = {
  construct: { 'key-policy': ['.'], 'key-policy-manager': ['properties.ts'] },
  'key-policy-manager': { 'key-policy': ['.'] },
  cli: {
    'key-policy': ['.'],
    ceremony: ['.'],
    construct: ['names/runbooks.ts'],
    'key-policy-manager': ['converge.ts', 'deadline.ts', 'kms-failures.ts', 'kms-key.ts', 'properties.ts', 'uses.ts'],
    writer: ['configuration.ts', 'item/message-item.ts', 'item/refusal.ts'],
  },
};

/** The walls in the form of `import/no-restricted-paths`. */
export function renderWalls() {
  const between = ROOMS.flatMap(room =>
    ROOMS.filter(other => other !== room && !DOORS[room]?.[other]?.includes('.')).map(other => ({
      target: `./src/${room}`,
      from: `./src/${other}`,
      except: (DOORS[room]?.[other] ?? []).map(file => `./${file}`),
    })),
  );
  const outside = [
    ...ROOMS.map(room => ({ target: `./src/${room}`, from: './src/index.ts' })),
    { target: './src', from: '.', except: ['./src', './node_modules'] },
  ];
  return [...between, ...outside];
}
