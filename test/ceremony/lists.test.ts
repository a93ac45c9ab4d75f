import { listAliases } from '../../src/ceremony/list-aliases';
import { listGrants } from '../../src/ceremony/list-grants';
import { listMaterials } from '../../src/ceremony/list-materials';

const PAGES = [
  {
    Aliases: [{ AliasName: 'alias/a' }],
    Grants: [{ GrantId: 'a' }],
    Rotations: [{ KeyMaterialId: 'a' }],
    NextMarker: '1',
  },
  { NextMarker: '2' },
  { Aliases: [{ AliasName: 'alias/b' }, {}], Grants: [{ GrantId: 'b' }], Rotations: [{ KeyMaterialId: 'b' }] },
];
const kms = { send: async ({ input }: { input: { Marker?: string } }) => PAGES[Number(input.Marker ?? 0)] } as never;

test('what KMS lists on several pages is read to the end', async () => {
  expect(await listAliases(kms, 'key')).toEqual(['alias/a', 'alias/b']);
  expect(await listGrants(kms, 'key')).toEqual([{ GrantId: 'a' }, { GrantId: 'b' }]);
  expect(await listMaterials(kms, 'key')).toEqual([{ KeyMaterialId: 'a' }, { KeyMaterialId: 'b' }]);
});
