import { fingerprintOf, matchesFingerprint } from '../../src/ceremony/fingerprint';
import { KeyMaterial } from '../../src/ceremony/key-material';

test('the holder of the material can check a fingerprint', () => {
  const [material, other] = [KeyMaterial.generate(), KeyMaterial.generate()];
  const fingerprint = fingerprintOf(material);

  expect(fingerprint).toMatch(/^scrypt:N=32768,r=8,p=1:[0-9a-f]{32}:[0-9a-f]{32}$/);
  expect(matchesFingerprint(material, fingerprint)).toBe(true);
  expect(matchesFingerprint(other, fingerprint)).toBe(false);
});

test('two fingerprints of one material do not show that they are', () => {
  const material = KeyMaterial.generate();

  expect(fingerprintOf(material)).not.toBe(fingerprintOf(material));
});

test.each([
  '',
  'sha256:00',
  'scrypt:00:00',
  `scrypt:${'0'.repeat(32)}:${'0'.repeat(32)}`,
  `scrypt:N=1,r=8,p=1:${'0'.repeat(32)}:${'0'.repeat(32)}`,
])('%j is no fingerprint of anything', text => {
  expect(matchesFingerprint(KeyMaterial.generate(), text)).toBe(false);
});
